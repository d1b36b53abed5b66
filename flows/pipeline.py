"""What a run does, in order. An outline of the stages; flows/news.py and flows/backfill.py make flows of it."""

from pathlib import Path

from prefect.context import get_run_context
from prefect.logging import get_run_logger

from flows.asked import noting
from flows.endings import DONE, FAILED, HELD_COPY, at_work, end
from flows.forget import remove
from flows.judging import LOOK, STOP, down_data, failed_data, held_error, hold, judge_candidate, tell
from flows.outcome import NothingRead, RunFailed
from flows.prefect_record import on_record
from flows.progress import watcher
from flows.refused import check_refused
from flows.request import Plan, Request, plan_of
from flows.resume import settle
from flows.run import Summary, Workspace, changed_rows, collect_files, open_workspace, run_row, summarise
from flows.settings import settings
from flows.stages import check_had, check_read, clean_all, extract_all, read, stage, validate_all
from tasks.ingest.write import IngestResult
from tasks.load.step import load_batches, write_run
from tasks.load.task import load, publish
from tasks.marts.task import marts
from tasks.report.task import report
from tasks.report.text import counted
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive, private_copy

Files = dict[str, list[Path]]


def run_pipeline(request: Request, wait: float = 0.0) -> Summary:
    """Reads, codes, checks and publishes. Call it inside a flow.

    Waits so many seconds for another run on the same warehouse. Raises RunFailed before anything is published (RunHeld
    where it can be published by hand), WarehouseBusyError where another run still writes.
    """
    watcher().flow_run_id = flow_run_id()
    chosen, plan = settings(), plan_of(request)
    with exclusive(request.warehouse, wait):
        migrated = None if request.full_refresh else bring_up_to_date(request.warehouse, chosen.work_dir)
        work = open_workspace(
            request.warehouse,
            chosen.work_dir,
            request.full_refresh,
            chosen.keep_runs,
            sorted(plan.names),
            chosen.keep_held,
        )
        with at_work(work.folder), on_record(work.folder, flow_run_id()):
            summary = _run(work, request, plan)
        summary.migrated = str(migrated.backup) if migrated and migrated.backup else ""
        end(work.folder, DONE)
        settle(work.carried)
        remove(work.cache)
    get_run_logger().info(summary.line())
    return summary


def _run(work: Workspace, request: Request, plan: Plan) -> Summary:
    timings: dict[str, float] = {}
    ingested = read(work, request, plan, settings(), timings)
    with noting(request.warehouse, plan, ingested):
        _check_read(work, request, ingested, timings)
        return _code(work, request, plan, ingested, timings)


def _code(work: Workspace, request: Request, plan: Plan, ingested: IngestResult, timings: dict[str, float]) -> Summary:
    """What comes after reading."""
    cleaned, labels, duplicates = clean_all(work, ingested, timings)
    coded = extract_all(work, cleaned, labels, timings)
    accepted = validate_all(work, cleaned, coded, labels, timings)
    files = collect_files(accepted, duplicates, ingested)
    summary = summarise(work, request.warehouse, ingested, files)
    summary.timings = timings
    load_and_publish(work, request, summary, files, plan.names, ingested)
    return summary


def _check_read(work: Workspace, request: Request, ingested: IngestResult, timings: dict[str, float]) -> None:
    """Ends the run where ingest got nothing or refused too much, before hours of coding, with a report of why.

    Sources that are down are worth a look, no more; and what earlier runs left is published all the same.
    """
    try:
        if not work.carried.batches:
            check_had(ingested)
        check_read(ingested, settings())
    except RunFailed as error:
        end(work.folder, FAILED)
        summary = summarise(work, request.warehouse, ingested, {"quarantine": [ingested.quarantine]})
        summary.timings, summary.verdict = timings, LOOK if isinstance(error, NothingRead) else STOP
        data = failed_data(work, ingested, error, summary)
        report(summary.as_json(), summary.warehouse, data)
        tell(request, data, held=False)
        raise


def load_and_publish(
    work: Workspace,
    request: Request,
    summary: Summary,
    files: Files,
    names: tuple[str, ...],
    ingested: IngestResult | None = None,
) -> None:
    """Load into a private copy, make the marts, judge, and publish; a load that changes nothing ends here.

    Raises RunHeld, with the copy kept, where the verdict on the run is stop.
    """
    warehouse, fresh = request.warehouse, request.full_refresh
    with stage("load", summary.timings) as said:
        candidate, counts = load(warehouse, work.folder, files, fresh, work.run_id)
        summary.changed = changed_rows(counts)
        said.append(f"{sum(summary.changed.values())} rows changed")
    if not summary.changed and warehouse.exists() and not fresh:
        candidate.unlink()
        _end_unchanged(work, request, summary, files, ingested)
        return
    with stage("quality", summary.timings) as said:
        files["run"] = [write_run(run_row(work, summary, names, flow_run_id()), work.folder)]
        load_batches(candidate, {"run": files["run"]})
        failed = [*marts(candidate), *_refused_too_much(files, ingested)]
        data = judge_candidate(work, candidate, files, ingested, failed, summary)
        said.append(f"verdict {summary.verdict}")
    if summary.verdict == STOP:
        data = hold(work, candidate, files, data)
        report(summary.as_json(), str(work.folder / HELD_COPY), data)
        tell(request, data, held=True)
        raise held_error(data)
    with stage("publish", summary.timings):
        publish(candidate, warehouse)
    summary.published = True
    summary.report = report(summary.as_json(), summary.warehouse, data)
    tell(request, data, held=False)


def _end_unchanged(
    work: Workspace, request: Request, summary: Summary, files: Files, ingested: IngestResult | None
) -> None:
    """Ends a run that changes no row: the last report holds, unless a source failed."""
    if ingested is not None and ingested.files_marked:
        _keep_marks(work, request.warehouse, files, ingested.files_marked, summary)
    down = down_data(work, ingested, summary)
    summary.report = report(summary.as_json(), summary.warehouse, down)
    if down is not None:
        tell(request, down, held=False)


def _keep_marks(work: Workspace, warehouse: Path, files: Files, count: int, summary: Summary) -> None:
    """Publishes the marks of files that were read for nothing, and no more, else each run would read them again."""
    with stage("publish", summary.timings) as said:
        candidate = private_copy(warehouse, work.folder)
        load_batches(candidate, {"watermark": files["watermark"]})
        publish(candidate, warehouse)
        said.append(f"only that {counted(count, 'file')} need not be read again")


def _refused_too_much(files: Files, ingested: IngestResult | None) -> list[tuple[str, str]]:
    """The check on the share of refused items and rows, as a failed check where it fails."""
    if ingested is None:
        return []
    try:
        check_refused(files, ingested, settings())
    except RunFailed as error:
        return [("share refused", str(error).replace("; nothing was published", ""))]
    return []


def flow_run_id() -> str | None:
    """Prefect's id of the run that this is called in."""
    context = get_run_context()
    flow_run = getattr(context, "flow_run", None)
    return str(flow_run.id) if flow_run else None
