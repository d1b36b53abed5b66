"""What a run leaves in Prefect's UI, as plain rows and Markdown. Pure: task.py hands it to Prefect."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tasks.report.facts import Quality
from tasks.report.findings import count_money, notable_money, strongest_dyads
from tasks.report.markdown import MEANING, Findings, run_markdown
from tasks.report.quality import measure_quality
from tasks.report.text import bare_reason, plain
from warehouse.connection import open_reader

# Prefect's UI slows down beyond a thousand rows.
MAX_ROWS = 900
DYADS = 10

POINTER = "Prefect UI: artifacts quality-report, data-quality, quarantine, run-summary"
REPORT_ABOUT = "Can what this run brought be trusted? The verdict first, then what it rests on."
QUALITY_ABOUT = "Can the whole warehouse be trusted? One line a measure; look and stop are explained in run-summary."
SUMMARY_ABOUT = "What the run read, found and refused."

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Report:
    """The three artifacts of a run, and a line that says where they are."""

    quality_rows: Rows
    quarantine_rows: Rows
    quarantine_about: str
    markdown: str
    pointer: str = POINTER


def make_report(summary: Mapping[str, Any], warehouse: str) -> Report:
    """The report of a run from its Summary as JSON and the published warehouse, which need not exist.

    Raises WarehouseError where there is one that can't be read.
    """
    quality, findings = _measured(Path(warehouse))
    refused = summary.get("quarantine") or []
    return Report(
        quality_rows=quality_rows(summary, quality),
        quarantine_rows=[_refusal(row) for row in refused[:MAX_ROWS]],
        quarantine_about=_about_quarantine(len(refused)),
        markdown=run_markdown(summary, quality, findings),
    )


def quality_rows(summary: Mapping[str, Any], quality: Quality | None) -> Rows:
    """Rows of measure, value and verdict: the whole first, then what was judged, the run, and its timings."""
    if quality is None:
        return [_row("verdict", "there is no warehouse yet", "stop")]
    run = [
        _row(f"run: {name.replace('_', ' ')}", f"{summary.get(name) or 0:,}")
        for name in ("documents_read", "documents_known", "articles_new", "relations", "money", "quarantined")
    ]
    timings = [_row(f"seconds: {stage}", f"{took:,.1f}") for stage, took in (summary.get("timings") or {}).items()]
    judged = [_row(one.measure, one.value, one.verdict) for one in quality.measures]
    volumes = [
        _row(f"warehouse: {name}", f"{getattr(quality.counts, name):,}")
        for name in ("documents", "articles", "sentences", "mentions", "relations", "money")
    ]
    coder = [_row("coder version", quality.run.coder_version)] if quality.run else []
    reasons = "; ".join(quality.reasons) or MEANING[quality.verdict]
    return [_row("verdict", reasons, quality.verdict), *judged, *run, *volumes, *coder, *timings]


def _refusal(row: Mapping[str, Any]) -> dict[str, str]:
    """The reason without the item that it begins with, or the table is too wide to be read."""
    values = (row["stage"], row["check_name"], bare_reason(row["reason"], row["item"]), row["item"])
    return dict(zip(("stage", "check", "reason", "item"), (plain(str(value)) for value in values), strict=True))


def _row(measure: str, value: str, verdict: str = "") -> dict[str, str]:
    return {"measure": measure, "value": value, "verdict": verdict}


def _measured(warehouse: Path) -> tuple[Quality | None, Findings]:
    if not warehouse.exists():
        return None, Findings()
    with open_reader(warehouse) as con:
        findings = Findings(strongest_dyads(con, DYADS), notable_money(con), count_money(con))
        return measure_quality(con), findings


def _about_quarantine(refused: int) -> str:
    if not refused:
        return "Nothing was refused."
    if refused > MAX_ROWS:
        return f"The first {MAX_ROWS:,} of {refused:,} refused; all are in the warehouse's table quarantine."
    return f"{refused:,} refused, each with its reason."
