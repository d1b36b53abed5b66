"""One country at a glance: counts, partners, who gains and who loses, domains, and whose rivals its friends are."""

from collections.abc import Sequence
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.filters import Filters
from flows.rendering import clipped, facts, heading, intensity, new_table, say, show, tone
from flows.terminal import show_compare
from seeds.reader import read_countries
from tasks.report.findings import rows_of
from tasks.report.text import counted, share, signed

_PARTNERS, _CHANGES, _DOMAINS, _TRIANGLES = 12, 6, 8, 6

_FACTS = """
SELECT
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(*) FILTER (WHERE direction = 'out') AS out_mentions,
    count(*) FILTER (WHERE direction = 'in') AS in_mentions,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy AND direction = 'out') AS out_intensity,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy AND direction = 'in') AS in_intensity,
    min(event_date) AS first_event_date,
    max(event_date) AS last_event_date
"""
_BY_DOMAIN = """
SELECT
    context,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity
"""


def country_profile(con: duckdb.DuckDBPyConnection, iso3: str, chosen: Filters) -> dict[str, Any]:
    """All that is shown of a country, as plain rows."""
    side, values = chosen.call("side_of", [iso3])
    source = side.removeprefix("SELECT *")
    network = rows_of(con, "SELECT * FROM mart_network WHERE iso3 = ?", [iso3])
    return {
        "iso3": iso3,
        "name": read_countries()[iso3].name,
        **rows_of(con, _FACTS + source, values)[0],
        "network": network[0] if network else None,
        "partners": rows_of(con, *chosen.call("compare", [iso3, []])),
        "changes": rows_of(con, *chosen.call("partner_ranks", [iso3])),
        "domains": rows_of(con, f"{_BY_DOMAIN}{source} GROUP BY context ORDER BY stories DESC, context ASC", values),
        "triangles": rows_of(con, f"SELECT * FROM triangles(?) WHERE NOT is_balanced LIMIT {_TRIANGLES}", [iso3]),
    }


def show_country(console: Console, profile: dict[str, Any], chosen: Filters) -> None:
    """Shows a country's profile."""
    if not profile["mentions"]:
        say(console, f"No relation of {profile['name']} is in the warehouse that fits.")
        return
    heading(console, profile["name"], chosen.words)
    facts(console, _facts(profile))
    partners = profile["partners"]
    show_compare(console, profile["name"], partners[:_PARTNERS], max(0, len(partners) - _PARTNERS))
    _show_changes(console, profile["changes"])
    _show_domains(console, profile["domains"][:_DOMAINS])
    _show_triangles(console, profile["triangles"])


def _facts(profile: dict[str, Any]) -> list[tuple[str, str | Text]]:
    network = profile["network"] or {}
    told: list[tuple[str, str | Text]] = [
        ("On record", f"{counted(profile['stories'], 'story', 'stories')}, {counted(profile['mentions'], 'mention')}"),
        ("Dates", f"{profile['first_event_date'] or 'undated'} to {profile['last_event_date'] or 'undated'}"),
        ("Acts", Text.assemble(f"{profile['out_mentions']:,}, mean ", _signed(profile["out_intensity"]))),
        ("Acted upon", Text.assemble(f"{profile['in_mentions']:,}, mean ", _signed(profile["in_intensity"]))),
        ("Partners", f"{len(profile['partners']):,}"),
    ]
    if network:
        told.append(("Centrality", f"{network['eigenvector_centrality']:.2f} of 1 (eigenvector, the whole record)"))
    return told


def _signed(value: float | None) -> tuple[str, str]:
    return signed(value), tone(value)


def _show_changes(console: Console, changes: Sequence[dict[str, Any]]) -> None:
    dated = [row for row in changes if row["stories_before"] or row["stories_after"]]
    if not dated:
        return
    heading(console, f"Before and after {dated[0]['first_day_after']}", "rank by stories; ± is the 95 % interval")
    table = new_table(["partner", "rank", "stories", "share", "change in intensity"], right=(2,), gap=2)
    for row in dated[:_CHANGES]:
        table.add_row(
            clipped(row["partner_name"] or row["partner"]),
            f"{row['rank_before'] or '–'} → {row['rank_after'] or '–'}",
            f"{row['stories_before']} → {row['stories_after']}",
            f"{share(row['share_before'])} → {share(row['share_after'])}",
            change_words(row),
        )
    show(console, table)


def change_words(row: dict[str, Any]) -> Text:
    """A change with its bounds, and whether it is more than chance."""
    if row["change"] is None:
        return Text("one side is empty", "dim")
    reach = (row["change_high"] - row["change_low"]) / 2
    words = f"{signed(row['change'])} ± {reach:.1f}"
    return Text(words, tone(row["change"])) if row["is_sure"] else Text(f"{words}, not sure", "dim")


def _show_domains(console: Console, domains: Sequence[dict[str, Any]]) -> None:
    heading(console, "Domains")
    table = new_table(["domain", "stories", "mentions", "intensity"], right=(1, 2), gap=2)
    for row in domains:
        table.add_row(
            row["context"].replace("_", " "), f"{row['stories']:,}", f"{row['mentions']:,}",
            intensity(row["mean_intensity"], console.options.ascii_only),
        )  # fmt: skip
    show(console, table)


def _show_triangles(console: Console, triangles: Sequence[dict[str, Any]]) -> None:
    if not triangles:
        return
    heading(console, "Out of balance", "triangles of the whole record, best told first")
    names = {iso3: country.name for iso3, country in read_countries().items()}
    for row in triangles:
        words = " ".join(
            names.get(word.rstrip(","), word.rstrip(",")) + "," * word.endswith(",") for word in row["pattern"].split()
        )
        say(console, f"  {words} ({counted(row['stories'], 'story', 'stories')})")
