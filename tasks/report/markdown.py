"""A run told in Markdown for a person. Text from news and files is escaped: it never becomes markup, HTML or a link."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.report.facts import Quality
from tasks.report.findings import Dyad, MoneyCounts, MoneyFigure
from tasks.report.text import bare_reason, cell, counted, nothing_new, signed

MEANING = {
    "trust": "nothing stands out",
    "look": "usable, but look at this first",
    "stop": "don't use the numbers before this is mended",
}
_SHOWN_REFUSALS = 20


@dataclass(frozen=True)
class Findings:
    """What the warehouse says of the world, for a report."""

    dyads: Sequence[Dyad] = ()
    money: Sequence[MoneyFigure] = ()
    money_counts: MoneyCounts | None = None


def run_markdown(summary: Mapping[str, Any], quality: Quality | None, findings: Findings) -> str:
    """The report of one run. `summary`: a run's Summary as JSON. `quality` is None where there is no warehouse."""
    sections = [
        "# News run",
        _verdict(quality),
        _read(summary),
        _relations(findings.dyads) if quality else "",
        _money(findings.money, findings.money_counts),
        _quarantine(summary),
        _timings(summary.get("timings") or {}),
        _origin(summary, quality),
    ]
    return "\n\n".join(section for section in sections if section) + "\n"


def table(header: Sequence[str], rows: Iterable[Sequence[object]], right: Sequence[int] = ()) -> str:
    """A Markdown table; the columns whose numbers are in `right` stand to the right."""
    rule = ["---:" if number in right else "---" for number in range(len(header))]
    lines = [header, rule, *([cell(value) for value in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _verdict(quality: Quality | None) -> str:
    if quality is None:
        return "**Verdict: stop**: there is no warehouse yet."
    head = f"**Verdict: {quality.verdict}** ({MEANING[quality.verdict]})"
    return "\n".join([head, "", *(f"- {cell(reason)}" for reason in quality.reasons)]).strip()


def _read(summary: Mapping[str, Any]) -> str:
    get = summary.get
    known, repeated = get("documents_known") or 0, get("documents_repeated") or 0
    if not get("published"):
        return f"{nothing_new(known + repeated, get('sources_unchanged') or 0)}; the warehouse is unchanged."
    lines = [
        ["documents read", get("documents_read") or 0],
        ["known from earlier runs", known],
        ["the same item again", repeated],
        ["new articles", get("articles_new") or 0],
        ["articles coded anew", get("articles_recoded") or 0],
        ["articles in languages that can't be coded", get("articles_not_codable") or 0],
        ["copies of a story", get("duplicates") or 0],
        ["mentions found", get("mentions") or 0],
        ["relations found", get("relations") or 0],
        ["amounts of money found", get("money") or 0],
        ["refused", get("quarantined") or 0],
    ]
    return "## What was read\n\n" + table(["", "count"], [[name, f"{count:,}"] for name, count in lines], [1])


def _relations(dyads: Sequence[Dyad]) -> str:
    if not dyads:
        return "## How countries relate\n\nNo relation between two countries was found."
    header = ["pair", "stories", "cooperation", "conflict", "intensity", "mostly", "latest"]
    rows = [
        [
            dyad.pair,
            f"{dyad.stories:,} ({dyad.mentions:,})",
            f"{dyad.cooperation_stories:,} ({dyad.cooperation:,})",
            f"{dyad.conflict_stories:,} ({dyad.conflict:,})",
            signed(dyad.intensity),
            (dyad.main_event or "").lower(),
            dyad.last_date or "undated",
        ]
        for dyad in dyads
    ]
    note = (
        "The most active pairs of the whole warehouse. Stories count copies of one story once; mentions in brackets."
        " Intensity: mean on the Goldstein scale from -10 (war) to +10, without copies and what did not happen."
    )
    return f"## How countries relate\n\n{note}\n\n{table(header, rows, [1, 2, 3, 4])}"


def _money(figures: Sequence[MoneyFigure], counts: MoneyCounts | None) -> str:
    if not counts or not counts.figures:
        return ""
    header = ["between", "amount", "for", "in the text", "published"]
    rows = [
        [one.way, one.words, one.purpose.replace("_", " "), one.text, one.published_date or "undated"]
        for one in figures
    ]
    note = (
        f"{counted(counts.figures, 'figure')} in the warehouse without conversions: "
        f"{counts.between_two:,} between two countries, {counts.without_number:,} whose number "
        "the text doesn't give (?). The largest between two countries:"
    )
    return f"## Money\n\n{note}\n\n{table(header, rows, [1])}" if rows else f"## Money\n\n{note[:-1]}: none."


def _quarantine(summary: Mapping[str, Any]) -> str:
    refused = summary.get("quarantine") or []
    if not refused:
        return "## Quarantine\n\nNothing was refused."
    rows = [
        [row["stage"], row["check_name"], bare_reason(row["reason"], row["item"]), row["item"]]
        for row in refused[:_SHOWN_REFUSALS]
    ]
    more = len(refused) - len(rows)
    note = f"\n\n… and {more:,} more: see the artifact `quarantine`." if more > 0 else ""
    return f"## Quarantine\n\n{table(['stage', 'check', 'reason', 'item'], rows)}{note}"


def _timings(timings: Mapping[str, float]) -> str:
    if not timings:
        return ""
    rows = [[stage, f"{seconds:,.1f}"] for stage, seconds in timings.items()]
    return "## Timings\n\n" + table(["stage", "seconds"], [*rows, ["all", f"{sum(timings.values()):,.1f}"]], [1])


def _origin(summary: Mapping[str, Any], quality: Quality | None) -> str:
    coder = f" · coder {cell(quality.run.coder_version)}" if quality and quality.run else ""
    return f"Run {cell(summary.get('run_id'))}{coder} · warehouse {cell(summary.get('warehouse'))}"
