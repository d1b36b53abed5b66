"""The data-quality report of a run in Markdown, for a person in a hurry: the verdict, why, then what it rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tasks.report.charts import badge, bars, meter
from tasks.report.markdown import MEANING, table
from tasks.report.run_quality import CONTRACT, FAILED, SILENT, SOURCE, RunMeasure, RunQuality
from tasks.report.text import Markup, bare_reason, cell, counted, plain, share, with_code

_SAMPLES = 3


@dataclass(frozen=True)
class ReportData:
    """What the report shows. `history` has a measure's earlier values, the oldest first; rows are those of queries.

    `todo` says what to do next, in a line, where something is to be done.
    """

    run_id: str
    quality: RunQuality
    history: Mapping[str, Sequence[float]]
    refused: Sequence[Mapping[str, Any]]
    unresolved: Sequence[Mapping[str, Any]]
    low_scores: Sequence[Mapping[str, Any]]
    languages: Sequence[Mapping[str, Any]]
    deliveries: Sequence[Mapping[str, Any]]
    timings: Mapping[str, float]
    versions: Mapping[str, str]
    todo: str = ""


def quality_markdown(data: ReportData) -> str:
    """The whole report. Text from news and files is escaped."""
    sections = (
        _verdict(data),
        _measures(data),
        _sources(data),
        _refused(data.refused),
        _contract(data.quality.measures),
        _actors(data.unresolved),
        _low_scores(data.low_scores),
        _silent(data.quality.measures),
        _timings(data.timings),
        _versions(data),
    )
    return "\n\n".join(section for section in sections if section) + "\n"


def _verdict(data: ReportData) -> str:
    quality = data.quality
    lines = [f"# {quality.verdict}: {MEANING[quality.verdict]}", "", badge(quality.verdict)]
    if data.todo:
        lines += ["", f"**What to do:** {with_code(data.todo)}"]
    if quality.reasons:
        lines += ["", *(f"- {cell(reason)}" for reason in quality.reasons[:12])]
    if len(quality.reasons) > 12:
        lines.append(f"- … and {len(quality.reasons) - 12} more, in the tables below")
    return "\n".join(lines)


def shown(one: RunMeasure, value: float | None) -> str:
    """A measure's value in words: a share in per cent, a count or ratio in digits."""
    if value is None:
        return "–"
    return share(value) if one.is_share else f"{value:,.2f}".rstrip("0").rstrip(".")


def of_the_whole(measures: Iterable[RunMeasure]) -> list[RunMeasure]:
    """The measures of the run as a whole."""
    return [one for one in measures if not one.subject]


def _measures(data: ReportData) -> str:
    if not data.quality.measures:
        return "## Measures\n\nThis run ended before it was measured."
    earlier = data.quality.earlier_runs
    header = ["measure", "this run", "runs before", "verdict"]
    about = "Of this run's own articles. It is the first run, so nothing is expected yet."
    if earlier:
        about = f"Of this run's own articles, beside the median of {counted(earlier, 'earlier run')}."
        header.append("before, and now")
    rows = [
        [
            one.measure,
            shown(one, one.value) + (f" ({one.part:,} of {one.whole:,})" if one.part is not None and one.whole else ""),
            shown(one, one.expected),
            badge(one.verdict),
            *([_chart(data, one)] if earlier else []),
        ]
        for one in of_the_whole(data.quality.measures)
    ]
    return f"## Measures\n\n{about}\n\n{table(header, rows, [1, 2])}"


def _chart(data: ReportData, one: RunMeasure) -> Markup:
    values = [*data.history.get(one.measure, ()), *([one.value] if one.value is not None else [])]
    return bars(values, one.verdict, one.expected, one.measure) if len(values) > 1 else Markup()


def _sources(data: ReportData) -> str:
    by_source = {one.subject: one for one in data.quality.measures if one.measure == SOURCE}
    failed = {one.subject for one in data.quality.measures if one.measure == FAILED}
    rows = [
        [
            one["source"],
            one["outcome"],
            f"{one['read']:,}",
            f"{by_source[one['source']].value:,.0f}" if one["source"] in by_source else "0",
            f"{one['refused']:,}",
            f"{one['seconds']:.1f}",
            badge("look" if one["source"] in failed else getattr(by_source.get(one["source"]), "verdict", "")),
            one["reason"] or getattr(by_source.get(one["source"]), "reason", ""),
        ]
        for one in data.deliveries[:100]
    ]
    header = ["source", "outcome", "read", "new", "refused", "seconds", "verdict", "why"]
    return f"## Sources\n\n{table(header, rows, [2, 3, 4, 5])}" if rows else ""


def _refused(refused: Sequence[Mapping[str, Any]]) -> str:
    if not refused:
        return "## Quarantine\n\nNothing was refused."
    groups: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in refused:
        groups.setdefault((row["stage"], row["check_name"]), []).append(row)
    rows = [
        [
            stage,
            check,
            f"{len(found):,}",
            "; ".join(_reason(row) for row in found[:_SAMPLES]),
        ]
        for (stage, check), found in sorted(groups.items(), key=lambda pair: -len(pair[1]))
    ]
    return "## Quarantine\n\n" + table(["stage", "check", "refused", "such as"], rows, [2])


def _reason(row: Mapping[str, Any]) -> str:
    return plain(bare_reason(row["reason"], row["item"]), 100) + f" ({plain(str(row['item']), 80)})"


def _contract(measures: Sequence[RunMeasure]) -> str:
    checks = [one for one in measures if one.measure == CONTRACT]
    if not checks:
        return ""
    broken = [one for one in checks if one.part]
    tables: dict[str, list[RunMeasure]] = {}
    for one in checks:
        tables.setdefault(one.subject.split(".")[0], []).append(one)
    rows = [
        [name, f"{found[0].whole or 0:,}", len(found), sum(1 for one in found if one.part)]
        for name, found in tables.items()
    ]
    text = "## Contract (pandera)\n\n" + table(["table", "rows", "checks", "checks broken"], rows, [1, 2, 3])
    if not broken:
        return f"{text}\n\nEach row kept every check."
    told = [[one.subject, f"{one.part:,}", f"{one.whole:,}"] for one in broken]
    return f"{text}\n\n{table(['check', 'rows that broke it', 'of'], told, [1, 2])}"


def _actors(unresolved: Sequence[Mapping[str, Any]]) -> str:
    if not unresolved:
        return ""
    rows = [[row["actor"], row["label"], f"{row['mentions']:,}"] for row in unresolved]
    about = (
        "Named in this run, of no known state. A missing line in `seeds/aliases.csv` or `seeds/leaders.csv`, perhaps."
    )
    return f"## Actors of no known state\n\n{about}\n\n{table(['actor', 'label', 'mentions'], rows, [2])}"


def _low_scores(relations: Sequence[Mapping[str, Any]]) -> str:
    if not relations:
        return ""
    header = ["score", "source", "event", "target", "in the text"]
    rows = [[f"{r['score']:.2f}", r["source"], r["event"].lower(), r["target"], r["evidence"]] for r in relations]
    return f"## Relations that the model is least sure of\n\n{table(header, rows, [0])}"


def _silent(measures: Sequence[RunMeasure]) -> str:
    found = [one for one in measures if one.measure == SILENT]
    return "## Countries that fell silent\n\n" + "\n".join(f"- {cell(one.reason)}" for one in found) if found else ""


def _timings(timings: Mapping[str, float]) -> str:
    if not timings:
        return ""
    whole = sum(timings.values()) or 1.0
    rows = [[stage, f"{seconds:,.1f}", meter(seconds / whole)] for stage, seconds in timings.items()]
    return f"## Seconds by stage\n\n{table(['stage', 'seconds', 'of the whole'], rows, [1])}"


def _versions(data: ReportData) -> str:
    said = " · ".join(f"{name} {cell(value)}" for name, value in data.versions.items())
    languages = ", ".join(f"{row['name']} {row['count']:,}" for row in data.languages[:8])
    return f"Run {data.run_id} · {said}" + (f" · languages: {cell(languages)}" if languages else "")
