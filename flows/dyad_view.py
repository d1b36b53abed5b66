"""Two countries at a glance: how they stand, domains, kinds of acts, years, money, and the last sentences."""

from collections.abc import Sequence
from typing import Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.country_view import change_words
from flows.evidence_view import find_evidence, show_evidence
from flows.filters import Filters
from flows.rendering import facts, heading, intensity, new_table, say, show, tone
from seeds.reader import read_countries
from tasks.report.findings import rows_of
from tasks.report.text import amount, counted, plain, signed

_EVENTS, _YEARS, _MONEY, _SENTENCES = 10, 20, 5, 3
# Reckoned once for the whole record, or made to compare domains.
_WHOLE = {
    "salience": ["since", "until", "domain", "status"],
    "reciprocity": ["since", "until", "domain", "status"],
    "domains": ["domain"],
}


def dyad_profile(con: duckdb.DuckDBPyConnection, a: str, b: str, chosen: Filters) -> dict[str, Any]:
    """All that is shown of two countries, as plain rows; `not_narrowed_by` tells which filters a part ignores."""
    pair = sorted((a, b))
    query, values = find_evidence(a, b, chosen)
    money, of_money = chosen.call("money_between", [a, b])
    whole = "SELECT * FROM {} WHERE country_a = ? AND country_b = ?"
    salience, balance = (
        rows_of(con, whole.format("mart_salience"), pair),
        rows_of(con, whole.format("mart_reciprocity"), pair),
    )
    return {
        "a": a,
        "b": b,
        "summary": rows_of(con, *chosen.call("compare", [a, [b]]))[0],
        "salience": salience[0] if salience else None,
        "reciprocity": balance[0] if balance else None,
        "change": next(iter(rows_of(con, *chosen.call("change", [a, b]))), None),
        "domains": rows_of(con, *chosen.call("domain_profile", [a, b], leave="domain")),
        "events": rows_of(con, *chosen.call("dyad", [a, b])),
        "years": rows_of(con, *chosen.call("timeline", [a, b, "year"])),
        "money": rows_of(con, f"{money} WHERE NOT is_copy AND twin_id IS NULL", of_money),
        "evidence": rows_of(con, f"{query} LIMIT {_SENTENCES}", values),
        "not_narrowed_by": _WHOLE,
    }


def show_dyad(console: Console, profile: dict[str, Any], chosen: Filters) -> None:
    """Shows the profile of two countries."""
    names = [read_countries()[profile[end]].name for end in ("a", "b")]
    if not profile["summary"]["mentions"]:
        say(console, f"No relation of {names[0]} and {names[1]} is in the warehouse that fits.")
        return
    heading(console, " and ".join(names), chosen.words or "mean intensity from -10 (war) to +10")
    facts(console, _facts(profile))
    _show_domains(console, profile["domains"], f"all of them, not {chosen.domain} alone" if chosen.domain else "")
    _show_events(console, profile["events"])
    _show_years(console, [row for row in profile["years"] if row["period"]])
    _show_money(console, profile["money"])
    show_evidence(console, (profile["a"], profile["b"]), profile["evidence"], is_cut=False)


def _facts(profile: dict[str, Any]) -> list[tuple[str, str | Text]]:
    row, salience, balance = profile["summary"], profile["salience"], profile["reciprocity"]
    told: list[tuple[str, str | Text]] = [
        (
            "On record",
            f"{counted(row['stories'], 'story', 'stories')}, {counted(row['mentions'], 'mention')}, "
            f"{row['one_a_day_events']:,} after the one-a-day filter",
        ),
        ("Intensity", Text.assemble("mean ", (signed(row["mean_intensity"]), tone(row["mean_intensity"])))),
        ("Cooperation", f"net {row['net_cooperation_stories']:+d} in stories"),
    ]
    if salience:
        told.append(("Salience", f"{salience['salience']:.2f} of 1 (the whole record)"))
    if balance and balance["balance"] is not None:
        told.append(("Reciprocity", f"{balance['balance']:.2f} of 1 (the whole record)"))
    if profile["change"] and profile["change"]["change"] is not None:
        told.append(
            ("Change", Text.assemble(f"at {profile['change']['first_day_after']}: ", change_words(profile["change"])))
        )
    return told


def _show_domains(console: Console, domains: Sequence[dict[str, Any]], note: str) -> None:
    heading(console, "Domains", note)
    table = new_table(["domain", "stories", "coop.", "conflict", "intensity"], right=(1, 2, 3), gap=2)
    for row in domains:
        table.add_row(
            row["context"].replace("_", " "), f"{row['stories']:,}", f"{row['cooperation_stories']:,}",
            f"{row['conflict_stories']:,}", intensity(row["mean_intensity"], console.options.ascii_only),
        )  # fmt: skip
    show(console, table)


def _show_events(console: Console, events: Sequence[dict[str, Any]]) -> None:
    heading(console, "Acts", "by kind, domain, status and direction")
    table = new_table(["event", "domain", "status", "direction", "stories", "mentions", "last"], right=(4, 5), gap=2)
    for row in events[:_EVENTS]:
        table.add_row(
            Text(row["event"], tone(row["intensity"])), row["context"].replace("_", " "), row["status"],
            row["direction"], f"{row['stories']:,}", f"{row['mentions']:,}", str(row["last_event_date"] or "undated"),
        )  # fmt: skip
    show(console, table)
    if len(events) > _EVENTS:
        say(console, f"… and {len(events) - _EVENTS:,} more: --json gives all", "dim")


def _show_years(console: Console, years: Sequence[dict[str, Any]]) -> None:
    if not years:
        return
    heading(console, "Years")
    table = new_table(["year", "stories", "mentions", "intensity"], right=(1, 2), gap=2)
    for row in years[-_YEARS:]:
        table.add_row(
            str(row["period"].year), f"{row['stories']:,}", f"{row['mentions']:,}",
            intensity(row["mean_intensity"], console.options.ascii_only),
        )  # fmt: skip
    show(console, table)


def _show_money(console: Console, money: Sequence[dict[str, Any]]) -> None:
    if not money:
        return
    heading(console, "Money", counted(len(money), "figure"))
    table = new_table(["day", "amount", "for", "in the text"], gap=2)
    for row in money[:_MONEY]:
        words = amount(row["currency"], row["amount_min"], row["amount_max"], row["magnitude"], row["qualifier"])
        day = row["published_at"].date() if row["published_at"] else "undated"
        table.add_row(str(day), Text(words), row["purpose"].replace("_", " "), Text(plain(row["amount"], 40)))
    show(console, table)
