"""A run's judgement: made before it publishes, told as an event, and, where it is stop, what is kept for a look."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from prefect.events import emit_event

from flows.asked import refused_too_much
from flows.endings import HELD, HELD_COPY, end
from flows.hints import program
from flows.outcome import RunFailed, RunHeld
from flows.request import Request
from flows.run import Summary, Workspace
from flows.settings import settings
from seeds import seeds_digest
from tasks.extract.coder import coder_version
from tasks.extract.model import model_digest
from tasks.ingest.delivery import FAILED, Delivery
from tasks.ingest.write import IngestResult
from tasks.report.quality_report import ReportData
from tasks.report.run_quality import SOURCE, RunEvidence, RunQuality, breach_line
from tasks.report.silent_sources import silent_sources
from tasks.report.step import RunTold
from tasks.report.task import judge
from tasks.report.verdict import LOOK, STOP
from warehouse.connection import open_reader

BREACH = "detente.quality.breach"
FILES = "files.json"  # what a held run would have loaded


def versions() -> dict[str, str]:
    """What decides how an article is coded."""
    return {"coder": coder_version(), "model": model_digest(), "seeds": seeds_digest()}


def told_of(work: Workspace, ingested: IngestResult | None, timings: Mapping[str, float]) -> RunTold:
    """What a run knows of itself."""
    deliveries = [asdict(one) for one in ingested.deliveries] if ingested else []
    return RunTold(work.run_id, versions(), deliveries, dict(timings))


def judge_candidate(
    work: Workspace,
    candidate: Path,
    files: Mapping[str, Sequence[Path]],
    ingested: IngestResult | None,
    failed_checks: Sequence[tuple[str, str]],
    summary: Summary,
) -> ReportData:
    """Judges what was loaded into the candidate. The summary gets the verdict."""
    deliveries = ingested.deliveries if ingested else ()
    failed = [(one.source, one.reason) for one in deliveries if one.outcome == FAILED]
    evidence = RunEvidence(files, coder_version(), failed, failed_checks, _asked(deliveries))
    told = told_of(work, ingested, summary.timings)
    data = judge(candidate, work.folder / "quality", evidence, told, settings().thresholds)
    summary.verdict, summary.reasons = data.quality.verdict, list(data.quality.reasons)
    return data


def _asked(deliveries: Sequence[Delivery]) -> list[str]:
    return [one.source for one in deliveries if one.outcome != FAILED]


def hold(work: Workspace, candidate: Path, files: Mapping[str, Sequence[Path]], data: ReportData) -> ReportData:
    """Keeps the candidate and what it was made from; gives the report with what to do."""
    candidate.rename(work.folder / HELD_COPY)
    named = {table: [str(path.resolve()) for path in paths] for table, paths in files.items()}
    (work.folder / FILES).write_text(json.dumps(named), encoding="utf-8")
    end(work.folder, HELD)
    return replace(data, todo=what_to_do(work.run_id))


def what_to_do(run_id: str) -> str:
    """The commands for a run that is held."""
    look, publish = f"{program()} quality {run_id[:8]}", f"{program()} publish --accept {run_id[:8]}"
    refuse = f"{program()} publish --refuse {run_id[:8]}"
    return (
        f"look with `{look}`; publish it all the same with `{publish}`, "
        f"or mend the source and have it read anew with `{refuse}`"
    )


def held_error(data: ReportData) -> RunHeld:
    """One line: what failed, and what to do."""
    return RunHeld(f"held for a look, nothing was published: {breach_line(data.quality)}. What to do: {data.todo}")


def failed_data(work: Workspace, ingested: IngestResult, error: RunFailed, summary: Summary) -> ReportData:
    """The report of a run that stopped before anything was coded."""
    suspects = refused_too_much(ingested.deliveries) if summary.verdict == STOP else []
    quality = RunQuality(summary.verdict, (str(error),), (), 0, tuple(suspects))
    told = told_of(work, ingested, summary.timings)
    rows = summary.quarantine
    return ReportData(work.run_id, quality, {}, rows, (), (), (), told.deliveries, told.timings, told.versions)


def down_data(work: Workspace, ingested: IngestResult | None, summary: Summary) -> ReportData | None:
    """The report of a run that changed nothing while sources failed or are silent; None where the last one still holds.

    The summary gets the verdict.
    """
    deliveries = ingested.deliveries if ingested else ()
    failed = [f"source {one.source}: {one.reason}" for one in deliveries if one.outcome == FAILED]
    with open_reader(Path(summary.warehouse)) as con:
        quiet = silent_sources(con, SOURCE, _asked(deliveries), datetime.now(UTC).replace(tzinfo=None))
    reasons = [*failed, *(one.reason for one in quiet)]
    if not reasons:
        return None
    summary.verdict, summary.reasons = LOOK, reasons
    quality = RunQuality(LOOK, (*reasons, "no source brought anything new"), (), 0)
    told = told_of(work, ingested, summary.timings)
    rows = summary.quarantine
    return ReportData(work.run_id, quality, {}, rows, (), (), (), told.deliveries, told.timings, told.versions)


def tell(request: Request, data: ReportData, held: bool) -> None:
    """Emits the event of a run's verdict: detente.quality.breach for stop, …look and …trust for the others."""
    quality = data.quality
    name = BREACH if quality.verdict == STOP else f"detente.quality.{quality.verdict}"
    payload: dict[str, Any] = {
        "run_id": data.run_id,
        "verdict": quality.verdict,
        "reasons": list(quality.reasons[:20]),
        "suspects": list(quality.suspects),
        "held": held,
        "todo": data.todo,
        "warehouse": str(request.warehouse),
        "sources_file": str(request.sources_file) if request.sources_file else None,
        "sources": list(request.sources),
        "only": list(request.only),
        "without": list(request.without),
    }
    resource = {
        "prefect.resource.id": f"detente.warehouse.{request.warehouse.stem}",
        "prefect.resource.name": str(request.warehouse),
    }
    emit_event(event=name, resource=resource, payload=payload)


__all__ = ["BREACH", "LOOK", "STOP", "down_data", "failed_data", "held_error", "hold", "judge_candidate", "tell"]
