"""What the console script shows of a run and of a comparison. Of quality and of any rows: quality_view, rows_view."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from rich.console import Console
from rich.text import Text

from flows.columns import BAR, show_columns, tell_left_out, that_fit, total, widths_of
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
_LEAST_PAIR, _LEAST_NAME = 16, 16  # characters of names for which other columns give way
_ESSENTIAL = ("partner", "stories", "coop.", "conflict", "intensity")


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
    is_wide, columns = console.width >= _WIDE, _dyad_columns(dyads)
    if not is_wide:
        del columns["mostly"]
    kept = that_fit({**widths_of(columns), "pair": _LEAST_PAIR}, console.width)
    as_codes = _without_room(dyads, console.width - total(kept) + _LEAST_PAIR)
    columns["pair"] = [clipped(_pair(dyad, as_codes)) for dyad in dyads]
    columns["intensity"] = [_intensity(console, dyad.intensity, BAR in kept) for dyad in dyads]
    show_columns(console, {name: cells for name, cells in columns.items() if name in kept}, gap=1 + is_wide)
    tell_left_out(console, columns, kept)


def _dyad_columns(dyads: Sequence[Dyad]) -> dict[str, list[Text | str]]:
    return {
        "pair": [dyad.pair for dyad in dyads],
        "stories": [f"{dyad.stories:,}" for dyad in dyads],
        "mentions": [f"{dyad.mentions:,}" for dyad in dyads],
        "coop.": [Text(f"{dyad.cooperation:,}", "green" if dyad.cooperation else "dim") for dyad in dyads],
        "conflict": [Text(f"{dyad.conflict:,}", "red" if dyad.conflict else "dim") for dyad in dyads],
        "intensity": [],
        "latest": [str(dyad.last_date or "undated") for dyad in dyads],
        "mostly": [(dyad.main_event or "").lower() for dyad in dyads],
    }


def _intensity(console: Console, value: float | None, with_bar: bool) -> Text:
    return intensity(value, console.options.ascii_only) if with_bar else Text(signed(value).rjust(5), tone(value))


def _without_room(dyads: Sequence[Dyad], room: int) -> frozenset[str]:
    """The states that stand as their code in the whole table: the longer name of a pair that has no room, or both."""
    codes: frozenset[str] = frozenset()
    for dyad in dyads:
        named = [(dyad.name_a, dyad.country_a), (dyad.name_b, dyad.country_b)]
        for _, code in sorted(named, key=lambda one: -len(one[0])):
            if len(_pair(dyad, codes)) > room:
                codes |= {code}
    return codes


def _pair(dyad: Dyad, as_codes: frozenset[str]) -> str:
    named = ((dyad.country_a, dyad.name_a), (dyad.country_b, dyad.name_b))
    return " – ".join(code if code in as_codes else name for code, name in named)


def _show_money(console: Console, con: duckdb.DuckDBPyConnection) -> None:
    counts, figures = count_money(con), notable_money(con, known=4, unknown=2)
    if not figures:
        return
    heading(console, "Money between countries", f"{counts.between_two:,} of {counted(counts.figures, 'figure')}")
    count = 2 + (console.width >= 50) + (console.width >= 70)  # in a narrow terminal who pays whom needs the room
    table = new_table(["amount", "between", "for", "in the text"][:count])
    for one in figures:
        cells: list[Text | str] = [
            clipped(one.words, "yellow" if one.words.startswith("?") else ""),
            clipped(one.way),
            one.purpose.replace("_", " ") + _doubt(one),
            clipped(f"“{plain(one.text, 60)}”"),
        ]
        table.add_row(*cells[:count])
    table.columns[0].no_wrap = True  # the others give way first: an amount without its end is another
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
    is_wide, columns = console.width >= _WIDE, _partner_columns(partners)
    if not is_wide:
        del columns["share"]
    widths = widths_of(columns)
    widths["partner"] = min(widths["partner"], _LEAST_NAME)
    if as_codes := total({name: widths[name] for name in _ESSENTIAL}) > console.width:
        widths["partner"] = len("partner")
    kept = that_fit(widths, console.width)
    columns["partner"] = [clipped((not as_codes and row["partner_name"]) or row["partner"]) for row in partners]
    columns["intensity"] = [_intensity(console, row["mean_intensity"], BAR in kept) for row in partners]
    show_columns(console, {name: cells for name, cells in columns.items() if name in kept}, gap=1 + is_wide)
    tell_left_out(console, columns, kept)
    if left_out:
        say(console, f"… and {left_out:,} more: --csv or --json gives all", "dim")
    say(console, _extremes(partners))
    if "trend" in kept and any(is_unsure(row) for row in partners):
        say(console, "? a trend that may be chance: 0 lies inside its 95 % bounds (docs/measures.md)", "dim")


def _partner_columns(partners: Sequence[dict[str, Any]]) -> dict[str, list[Text | str]]:
    return {
        "partner": [plain(row["partner_name"] or row["partner"]) for row in partners],
        "stories": [f"{row['stories']:,}" for row in partners],
        "mentions": [f"{row['mentions']:,}" for row in partners],
        "coop.": [_tally(row, "cooperation", "green") for row in partners],
        "conflict": [_tally(row, "conflict", "red") for row in partners],
        "intensity": [],
        "trend": [_trend(row) for row in partners],
        "latest": [str(row["last_event_date"] or "–") for row in partners],
        "share": [share(row["share_of_stories"]) for row in partners],
    }


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
