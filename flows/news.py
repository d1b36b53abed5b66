"""The flow: news in, country relations out. An outline of the stages; their logic is in tasks/."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from prefect import Task, flow
from prefect.context import get_run_context
from prefect.futures import as_completed
from prefect.runtime import deployment
from prefect.task_runners import ProcessPoolTaskRunner

from flows.interrupt import end_with_parent, start_worker
from flows.outcome import RunFailed
from flows.progress import watcher
from flows.run import (
    Summary,
    Workspace,
    changed_rows,
    check_share,
    collect_files,
    count_rows,
    open_workspace,
    read_quarantine,
    run_row,
    summarise,
)
from flows.settings import Settings, settings
from tasks.batches import Batch
from tasks.clean.task import clean, cluster_duplicates
from tasks.extract.task import extract
from tasks.ingest.read import IngestResult, IngestSettings
from tasks.ingest.task import ingest
from tasks.load.step import load_batches, write_run
from tasks.load.task import load, publish
from tasks.marts.task import marts
from tasks.report.task import report
from tasks.report.text import counted
from tasks.validate.task import validate
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive

RUNNER: Any = ProcessPoolTaskRunner(max_workers=settings().worker_count, initializer=start_worker)


@flow(name="news", flow_run_name="news · {warehouse}", task_runner=RUNNER)
def news(sources: list[str], warehouse: Path = Path("detente.duckdb"), full_refresh: bool = False) -> Summary:
    """Reads news from the sources, codes the relations between countries, and publishes the warehouse.

    sources: files, folders, globs, feed URLs or "-". warehouse: the DuckDB file to publish. full_refresh: start from an
    empty warehouse instead of adding to the published one. Raises RunFailed before anything is published.
    """
    chosen = settings()
    watcher().flow_run_id = _flow_run_id()
    if deployment.id:  # started on a schedule: not beyond the end of the process that serves it
        end_with_parent()
    with exclusive(warehouse):
        migrated = None if full_refresh else bring_up_to_date(warehouse, chosen.work_dir)
        work = open_workspace(warehouse, chosen.work_dir, full_refresh, chosen.keep_runs)
        timings: dict[str, float] = {}
        ingested = read(work, sources, chosen, timings)
        check_read(ingested, chosen)
        cleaned, duplicates = clean_all(work, ingested, timings)
        coded = extract_all(work, cleaned, timings)
        accepted = validate_all(work, cleaned, coded, timings)
        files = collect_files(accepted, duplicates, ingested)
        summary = summarise(work, warehouse, ingested, files)
        summary.timings = timings
        summary.migrated = str(migrated.backup) if migrated and migrated.backup else ""
        check_refused(work, ingested, files, chosen)
        load_and_publish(work, summary, files, sources, full_refresh)
    summary.report = report(summary.as_json(), summary.warehouse)
    return summary


@contextmanager
def stage(name: str, timings: dict[str, float], total: int | None = None) -> Iterator[list[str]]:
    """Times a stage and tells the watcher of it; the caller may append what the stage did."""
    watcher().start(name, total)
    since = time.monotonic()
    said: list[str] = []
    yield said
    timings[name] = round(time.monotonic() - since, 2)
    watcher().finish(name, "; ".join(said))


def read(work: Workspace, sources: Sequence[str], chosen: Settings, timings: dict[str, float]) -> IngestResult:
    """Ingest: sources to batches of raw documents."""
    limits = IngestSettings(fetch_links=chosen.fetch_links, allow_private_hosts=chosen.allow_private_hosts)
    with stage("ingest", timings) as said:
        done = ingest(list(sources), work.folder / "ingest", chosen.batch_size, work.known, limits)
        said.append(f"{counted(done.read, 'document')}, {done.known:,} known, {done.quarantined:,} refused")
    return done


def check_read(ingested: IngestResult, chosen: Settings) -> None:
    """Fails the run at once where ingest alone refused too much, before hours of coding; the rest is checked later."""
    reasons = read_quarantine([ingested.quarantine])["reason"]
    check_share("items", ingested.quarantined, ingested.read + ingested.quarantined, chosen.max_rejected_share, reasons)


def clean_all(work: Workspace, ingested: IngestResult, timings: dict[str, float]) -> tuple[list[Batch], Batch]:
    """Clean: raw documents to articles and sentences, and the copies among them."""
    with stage("clean", timings, len(ingested.batches)) as said:
        cleaned = _each_batch("clean", clean, work.folder / "clean", [(str(path),) for path in ingested.batches])
        duplicates = cluster_duplicates(cleaned, str(work.bands), work.folder / "duplicates")
        said.append(counted(len(cleaned), "batch", "batches"))
    return cleaned, duplicates


def extract_all(work: Workspace, cleaned: Sequence[Batch], timings: dict[str, float]) -> list[Batch]:
    """Extract: articles to mentions, relations and money."""
    with stage("extract", timings, len(cleaned)) as said:
        coded = _each_batch("extract", extract, work.folder / "extract", [(batch,) for batch in cleaned])
        said.append(counted(len(coded), "batch", "batches"))
    return coded


def validate_all(
    work: Workspace, cleaned: Sequence[Batch], coded: Sequence[Batch], timings: dict[str, float]
) -> list[Batch]:
    """Validate: every table of every batch against its contract."""
    with stage("validate", timings, len(cleaned)) as said:
        pairs = list(zip(cleaned, coded, strict=True))
        accepted = _each_batch("validate", validate, work.folder / "accepted", pairs)
        said.append(counted(len(accepted), "batch", "batches"))
    return accepted


def check_refused(work: Workspace, ingested: IngestResult, files: dict[str, list[Path]], chosen: Settings) -> None:
    """Fails the run where too much was refused: of what was read, or of what was coded."""
    refused = read_quarantine(files["quarantine"])
    items = [
        row for row in refused.to_dicts() if row["stage"] in {"ingest", "clean"} and row["check_name"] != "language"
    ]
    total = ingested.read + ingested.quarantined
    check_share("items", len(items), total, chosen.max_rejected_share, (row["reason"] for row in items))
    rows = [row for row in refused.to_dicts() if row["stage"] == "validate"]
    coded = sum(count_rows(files, name) for name in ("relation", "money", "article"))
    check_share("coded rows", len(rows), coded + len(rows), chosen.max_rejected_share, (row["reason"] for row in rows))


def load_and_publish(
    work: Workspace, summary: Summary, files: dict[str, list[Path]], sources: Sequence[str], fresh: bool
) -> None:
    """Load into a private copy, make the marts, check, and publish; a load that changes nothing ends here."""
    warehouse = Path(summary.warehouse)
    with stage("load", summary.timings) as said:
        candidate, counts = load(warehouse, work.folder, files, fresh)
        summary.changed = changed_rows(counts)
        said.append(f"{sum(summary.changed.values())} rows changed")
    if not summary.changed and warehouse.exists() and not fresh:
        candidate.unlink()
        return
    with stage("publish", summary.timings):
        row = write_run(run_row(work, summary, sources, _flow_run_id()), work.folder)
        load_run(candidate, row)
        marts(candidate)
        publish(candidate, warehouse)
    summary.published = True


def load_run(candidate: Path, row: Path) -> None:
    """Adds the run's own row."""
    load_batches(candidate, {"run": [row]})


def _each_batch(name: str, task: Task[..., Any], folder: Path, inputs: Sequence[tuple[Any, ...]]) -> list[Any]:
    """Runs a stage's task once a batch, each into a folder of its own; gives the results in order of the inputs.

    The watcher hears of each batch as it is done. The first failure is raised.
    """
    submitted = [
        task.submit(*one, folder / str(number), f"{number}/{len(inputs)}") for number, one in enumerate(inputs, 1)
    ]
    for done in as_completed(submitted):
        done.result()
        watcher().advance(name)
    return [future.result() for future in submitted]


def _flow_run_id() -> str | None:
    context: Any = get_run_context()
    return str(context.flow_run.id) if context.flow_run else None


__all__ = ["RunFailed", "news"]
