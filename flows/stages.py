"""The stages of a run, one function each: they start the tasks of tasks/, time them, and tell them in one line."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from prefect import Task
from prefect.futures import as_completed
from prefect.logging import get_run_logger

from flows.asked import is_down
from flows.outcome import NothingRead
from flows.progress import watcher
from flows.progress_artifact import progress_of
from flows.refused import check_share, refused_items
from flows.request import Plan, Request
from flows.run import Workspace
from flows.settings import Settings
from tasks.batches import Batch, digest, find_batch
from tasks.clean.task import clean, cluster_duplicates
from tasks.extract.coder import coder_version
from tasks.extract.task import extract
from tasks.ingest.delivery import FAILED
from tasks.ingest.limits import IngestSettings
from tasks.ingest.source_file import source_rows
from tasks.ingest.step import ReadJob
from tasks.ingest.task import ingest
from tasks.ingest.write import IngestResult
from tasks.report.text import counted
from tasks.validate.task import validate

_FEW = 100  # articles: about two seconds of coding


@contextmanager
def stage(name: str, timings: dict[str, float], total: int | None = None) -> Iterator[list[str]]:
    """Times a stage, tells the watcher of it and logs one line; the caller may append what the stage did."""
    watcher().start(name, total)
    since = time.monotonic()
    said: list[str] = []
    yield said
    timings[name] = round(time.monotonic() - since, 2)
    told = "; ".join(said)
    watcher().finish(name, told)
    get_run_logger().info("%s: %s (%.1f s)", name, told or "done", timings[name])


def read(work: Workspace, request: Request, plan: Plan, chosen: Settings, timings: dict[str, float]) -> IngestResult:
    """Ingest: sources to batches of raw documents."""
    job = ReadJob(
        origins=plan.origins,
        limits=limits_of(chosen),
        batch_size=chosen.batch_size,
        coder_version=coder_version(),
        known=work.known | work.carried.documents,
        marks={} if request.is_for_some_days else work.marks,
        entries=source_rows(plan.entries),
        since=request.since,
        until=request.until,
    )
    with stage("ingest", timings) as said:
        done = ingest(job, work.folder / "ingest", plan.label)
        said.append(f"{counted(done.read, 'document')}, {done.known:,} known, {done.quarantined:,} refused")
        said.extend(_said_of_sources(work, done))
    return done


def limits_of(chosen: Settings) -> IngestSettings:
    """The limits of ingest with the user's settings."""
    return IngestSettings(
        fetch_links=chosen.fetch_links,
        allow_private_hosts=chosen.allow_private_hosts,
        respect_robots=chosen.respect_robots,
        host_pause=chosen.host_pause,
        fetch_retries=chosen.fetch_retries,
        fetch_timeout=chosen.fetch_timeout,
    )


def _said_of_sources(work: Workspace, done: IngestResult) -> Iterator[str]:
    unchanged = sum(one.outcome == "unchanged" for one in done.deliveries)
    failed = [one.source for one in done.deliveries if one.outcome == FAILED]
    if unchanged:
        yield f"{counted(unchanged, 'source')} unchanged"
    if failed:
        yield f"{counted(len(failed), 'source')} failed ({', '.join(failed[:5])})"
    if done.outside:
        yield f"{done.outside:,} of other days"
    if work.carried.documents:
        yield f"{counted(len(work.carried.documents), 'document')} taken over from earlier runs"


def check_read(ingested: IngestResult, chosen: Settings) -> None:
    """Fails the run at once where ingest alone refused too much, before hours of coding; the rest is checked later."""
    check_share("items", *refused_items(ingested, [ingested.quarantine]), chosen)


def check_had(ingested: IngestResult) -> None:
    """Raises NothingRead where no source could be had at all."""
    items, _ = refused_items(ingested, [ingested.quarantine])
    if not items and ingested.deliveries and all(is_down(one) for one in ingested.deliveries):
        told = "; ".join(f"{one.source}: {one.reason}" for one in ingested.deliveries[:5])
        raise NothingRead(f"no source could be read, nothing was published: {told}. Look at the address, or wait")


def clean_all(
    work: Workspace, ingested: IngestResult, timings: dict[str, float]
) -> tuple[list[Batch], list[str], Batch]:
    """Clean: raw documents to articles and sentences, and the copies among them. Gives the batches' labels, too."""
    documents = [*work.carried.batches, *ingested.batches]
    labels = [*work.carried.labels, *(ingested.labels or [""] * len(ingested.batches))]
    with stage("clean", timings, len(documents)) as said:
        inputs = [((str(path),), work.cache / "clean" / digest([path], coder_version())) for path in documents]
        cleaned = each_batch("clean", clean, inputs, labels, said, _is_small(documents))
        known = str(work.bands), str(work.documents)
        kept, duplicates = cluster_duplicates(cleaned, *known, work.folder / "duplicates")
    return kept, labels, duplicates


def extract_all(
    work: Workspace, cleaned: Sequence[Batch], labels: Sequence[str], timings: dict[str, float]
) -> list[Batch]:
    """Extract: articles to mentions, relations and money."""
    with stage("extract", timings, len(cleaned)) as said:
        inputs = [((batch,), work.cache / "extract" / _digest_of(batch)) for batch in cleaned]
        return each_batch("extract", extract, inputs, labels, said, _is_small([batch["article"] for batch in cleaned]))


def _is_small(batches: Sequence[str | Path]) -> bool:
    """Whether some files hold so few rows that no worker process is worth its start."""
    return sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in batches) <= _FEW


def _digest_of(batch: Batch) -> str:
    return digest([batch["article"], batch["sentence"]], coder_version())


def validate_all(
    work: Workspace,
    cleaned: Sequence[Batch],
    coded: Sequence[Batch],
    labels: Sequence[str],
    timings: dict[str, float],
) -> list[Batch]:
    """Validate: every table of every batch against its contract."""
    with stage("validate", timings, len(cleaned)) as said:
        pairs = enumerate(zip(cleaned, coded, strict=True), 1)
        inputs = [(pair, work.folder / "accepted" / str(number)) for number, pair in pairs]
        is_small = _is_small([batch["article"] for batch in cleaned])
        return each_batch("validate", validate, inputs, labels, said, is_small)


def each_batch(
    name: str,
    task: Task[..., Any],
    inputs: Sequence[tuple[tuple[Any, ...], Path]],
    labels: Sequence[str],
    said: list[str],
    is_small: bool = False,
) -> list[Batch]:
    """Runs a stage's task once a batch, each into its folder; gives the results in order of the inputs.

    With `is_small` it's done in this process. A folder that holds its batch already, made by a run that was
    interrupted, costs nothing. The watcher and a progress artifact hear of each batch. The first failure is raised.
    """
    found = {number: batch for number, (_, folder) in enumerate(inputs) if (batch := find_batch(folder))}
    missing = {
        number: (*given, folder, _label(number, len(inputs), labels))
        for number, (given, folder) in enumerate(inputs)
        if number not in found
    }
    if len(missing) == 1 or is_small:  # processes of their own take longer to start than so few articles to code
        for number, one in missing.items():
            found[number] = task(*one)  # type: ignore[assignment]
            watcher().advance(name)
    else:
        found |= _submit_all(name, task, missing, len(inputs))
    said.append(counted(len(inputs), "batch", "batches"))
    if len(missing) < len(inputs):
        said.append(f"{len(inputs) - len(missing):,} of them from an interrupted run")
    return [found[number] for number in range(len(inputs))]


def _submit_all(name: str, task: Task[..., Any], inputs: Mapping[int, tuple[Any, ...]], total: int) -> dict[int, Batch]:
    """Runs the task on each of the inputs in worker processes; gives the results by the inputs' numbers."""
    submitted = {number: task.submit(*given) for number, given in inputs.items()}
    with progress_of(name, total, total - len(inputs)) as advance:
        for done in as_completed(list(submitted.values())):
            done.result()
            watcher().advance(name)
            advance()
    return {number: future.result() for number, future in submitted.items()}


def _label(number: int, total: int, labels: Sequence[str]) -> str:
    """ "3/12 · reuters": what a task's name ends in."""
    source = labels[number] if number < len(labels) else ""
    return f"{number + 1}/{total}" + (f" · {source}" if source else "")
