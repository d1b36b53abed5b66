"""What the console script shows of a run and of a comparison. Of quality and of any rows: quality_view, rows_view."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.hints import next_commands, quality_command
from flows.quality_view import verdict_line
from flows.rendering import clipped, facts, heading, intensity, new_table, say, short_item, show, tone
from tasks.report.facts import Quality
from tasks.report.findings import Dyad, MoneyFigure, count_money, is_unsure, notable_money, strongest_dyads
from tasks.report.quality import measure_quality
from tasks.report.text import bare_reason, counted, nothing_new, plain, share, signed

if TYPE_CHECKING:  # it brings the whole coder along, which no query needs
    from flows.run import Summary

DYADS, REFUSED = 12, 5
_WIDE = 100  # characters, from which on there is room for more columns
_OTHERS = 57  # characters that all but the pair take in a narrow terminal


def show_run(console: Console, summary: "Summary", con: duckdb.DuckDBPyConnection) -> None:
    """Shows what a run did, how the countries of its warehouse relate, and what to type next."""
    say(console)
    if summary.published:
        facts(console, _read_facts(summary))
    else:
        told = nothing_new(summary.documents_known + summary.documents_repeated, summary.sources_unchanged)
        say(console, f"{told}; the warehouse is unchanged.", "bold")
    for failed in summary.sources_failed[:REFUSED]:
        say(console, f"Source failed: {plain(failed)}", "yellow")
    _show_refused(console, summary)
    _show_dyads(console, strongest_dyads(con, DYADS))
    _show_money(console, con)
    _show_places(console, summary, measure_quality(con))
    heading(console, "Next")
    for command in next_commands(con, summary.warehouse):
        say(console, f"  {command}", "cyan")


def _read_facts(summary: "Summary") -> list[tuple[str, str]]:
    known = [
        f"{count:,} {what}"
        for count, what in (
            (summary.documents_known, "known from earlier runs"),
            (summary.documents_repeated, "given twice"),
        )
        if count
    ]
    copies, foreign = summary.duplicates, summary.articles_not_codable
    accepted = [
        words
        for count, words in (
            (summary.articles_new, counted(summary.articles_new, "new article")),
            (summary.articles_recoded, f"{counted(summary.articles_recoded, 'article')} coded anew"),
            (copies, f"of them {counted(copies, 'copy of a story', 'copies of a story')}"),
            (foreign, f"{foreign:,} in another language"),
        )
        if count
    ]
    found = (
        f"{counted(summary.relations, 'relation')}, {counted(summary.mentions, 'mention')}, "
        f"{counted(summary.money, 'amount')} of money"
    )
    return [
        ("Read", ", ".join([counted(summary.documents_read, "document"), *known])),
        ("Accepted", ", ".join(accepted) or "nothing"),
        ("Found", found),
    ]


def _show_refused(console: Console, summary: "Summary") -> None:
    if not summary.quarantined:
        return
    heading(console, f"Quarantined: {summary.quarantined:,}")
    table = new_table(["stage", "item", "reason"])
    for row in summary.quarantine[:REFUSED]:
        reason = plain(bare_reason(row["reason"], row["item"]), 120)
        table.add_row(clipped(row["stage"]), short_item(row["item"]), Text(reason))
    table.columns[1].no_wrap = True
    show(console, table)
    more = summary.quarantined - min(REFUSED, len(summary.quarantine))
    if more > 0:
        say(console, f"… and {more:,} more: {quality_command(summary.warehouse)}", "dim")


def _show_dyads(console: Console, dyads: Sequence[Dyad]) -> None:
    if not dyads:
        heading(console, "No relation between two countries was found")
        return
    heading(console, "How the countries relate", "mean intensity from -10 (war) to +10")
    is_wide = console.width >= _WIDE
    names = ["pair", "stories", "mentions", "coop.", "conflict", "intensity", "latest"]
    table = new_table(names + ["mostly"] * is_wide, right=(1, 2, 3, 4), gap=1 + is_wide)
    as_codes = _without_room(dyads, console.width - _OTHERS)
    for dyad in dyads:
        cells: list[Any] = [
            clipped(_pair(dyad, as_codes)),
            f"{dyad.stories:,}",
            f"{dyad.mentions:,}",
            Text(f"{dyad.cooperation:,}", "green" if dyad.cooperation else "dim"),
            Text(f"{dyad.conflict:,}", "red" if dyad.conflict else "dim"),
            intensity(dyad.intensity, console.options.ascii_only),
            str(dyad.last_date or "undated"),
        ]
        table.add_row(*cells, *[(dyad.main_event or "").lower()] * is_wide)
    for column in table.columns[1:]:
        column.no_wrap = True
    show(console, table)


def _without_room(dyads: Sequence[Dyad], room: int) -> frozenset[str]:
    """The states that stand as their code in the whole table: the longer name of each pair that has no room."""
    tight = [dyad for dyad in dyads if len(dyad.pair) > room]
    return frozenset(d.country_a if len(d.name_a) > len(d.name_b) else d.country_b for d in tight)


def _pair(dyad: Dyad, as_codes: frozenset[str]) -> str:
    named = ((dyad.country_a, dyad.name_a), (dyad.country_b, dyad.name_b))
    return " – ".join(code if code in as_codes else name for code, name in named)


def _show_money(console: Console, con: duckdb.DuckDBPyConnection) -> None:
    counts, figures = count_money(con), notable_money(con, known=4, unknown=2)
    if not figures:
        return
    heading(console, "Money between countries", f"{counts.between_two:,} of {counted(counts.figures, 'figure')}")
    table = new_table(["amount", "between", "for", "in the text"])
    for one in figures:
        table.add_row(
            Text(one.words, "yellow" if one.words.startswith("?") else "", no_wrap=True),
            clipped(one.way),
            one.purpose.replace("_", " ") + _doubt(one),
            clipped(f"“{plain(one.text, 60)}”"),
        )
    show(console, table)
    if any(one.words.startswith("?") for one in figures):
        say(console, "? stands for a number that the text doesn't give", "dim")


def _doubt(one: MoneyFigure) -> str:
    return f", {one.status}" if one.status and one.status != "actual" else ""


def _show_places(console: Console, summary: "Summary", quality: Quality) -> None:
    path = Path(summary.warehouse)
    size = f" ({path.stat().st_size / 1e6:,.1f} MB)" if path.exists() else ""
    say(console)
    facts(
        console,
        [
            ("Warehouse", f"{path}{size}"),
            ("Quality", verdict_line(quality)),
            *([("Report", summary.report)] if summary.report else []),
            *([("Migrated", f"the file of an older schema is kept at {summary.migrated}")] if summary.migrated else []),
        ],
    )


def show_compare(
    console: Console, name: str, partners: Sequence[dict[str, Any]], left_out: int = 0, narrowed: str = ""
) -> None:
    """Shows how a country stands with others: rows of the macro `compare`, less `left_out`; `narrowed`: to what."""
    if not partners:
        say(console, f"No relation of {name} is in the warehouse.")
        return
    heading(console, f"How {name} stands with others", narrowed or "mean intensity from -10 (war) to +10")
    is_wide = console.width >= _WIDE
    names = ["partner", "stories", "mentions", "coop.", "conflict", "intensity", "trend", "latest"]
    table = new_table(names + ["share"] * is_wide, right=(1, 2, 3, 4, 6, 8), gap=1 + is_wide)
    for row in partners:
        cells: list[Any] = [
            clipped(row["partner_name"] or row["partner"]),
            f"{row['stories']:,}",
            f"{row['mentions']:,}",
            _tally(row, "cooperation", "green"),
            _tally(row, "conflict", "red"),
            intensity(row["mean_intensity"], console.options.ascii_only),
            _trend(row),
            str(row["last_event_date"] or "–"),
        ]
        table.add_row(*cells, *[share(row["share_of_stories"])] * is_wide)
    for column in table.columns[1:]:
        column.no_wrap = True
    show(console, table)
    if left_out:
        say(console, f"… and {left_out:,} more: --csv or --json gives all", "dim")
    say(console, _extremes(partners))
    if any(is_unsure(row) for row in partners):
        say(console, "? a trend that may be chance: 0 lies inside its 95 % bounds (docs/measures.md)", "dim")


def _trend(row: dict[str, Any]) -> Text:
    if row["trend"] is None:
        return Text("– ", "dim")
    return Text(
        f"{signed(row['trend'])}{'?' if is_unsure(row) else ' '}", "dim" if is_unsure(row) else tone(row["trend"])
    )


def _tally(row: dict[str, Any], side: str, style: str) -> Text:
    count = row[f"verbal_{side}_mentions"] + row[f"material_{side}_mentions"]
    return Text(f"{count:,}", style if count else "dim")


def _extremes(partners: Sequence[dict[str, Any]]) -> str:
    """The warmest and the coldest of several partners in a sentence."""
    known = [row for row in partners if row["mean_intensity"] is not None]
    if not known:
        return "No relation with any of them is in the warehouse."
    ordered = sorted(known, key=lambda row: row["mean_intensity"])
    told = [f"{row['partner_name']} ({signed(row['mean_intensity'])})" for row in (ordered[-1], ordered[0])]
    return f"Warmest with {told[0]}, coldest with {told[1]}." if len(known) > 1 else f"On record: {told[0]}."
