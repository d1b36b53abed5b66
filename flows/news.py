"""The flow: news in, country relations out. Its outline is in pipeline.py."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from prefect import flow
from prefect.logging import get_run_logger
from prefect.states import Completed
from prefect.task_runners import ProcessPoolTaskRunner

from flows.deployed import in_one_line
from flows.due import due_sources, load_times, times_file
from flows.failing import failing_file, load_failing
from flows.interrupt import start_worker
from flows.outcome import NothingRead, RunFailed
from flows.pipeline import run_pipeline
from flows.request import Request, plan_of, without_gone
from flows.run import Summary
from flows.settings import settings
from flows.stages import check_read
from tasks.report.verdict import LOOK
from warehouse.publish import WarehouseBusyError

RUNNER: Any = ProcessPoolTaskRunner(max_workers=settings().worker_count, initializer=start_worker)
Overlap = Literal["fail", "wait", "skip"]


@flow(name="news", flow_run_name="news · {warehouse}", task_runner=RUNNER)
def news(
    sources: list[str] | None = None,
    warehouse: Path = Path("detente.duckdb"),
    full_refresh: bool = False,
    sources_file: Path | None = None,
    only: list[str] | None = None,
    without: list[str] | None = None,
    due_only: bool = False,
    overlap: Overlap = "fail",
    pass_over_gone: bool = False,
) -> Any:
    """Reads news from the sources, codes the relations between countries, and publishes the warehouse.

    Raises RunFailed before anything is published.

    Args:
        sources: Files, folders, globs, feed or page addresses, beside those of the file of sources.
        warehouse: The DuckDB file to publish.
        full_refresh: Start from an empty warehouse instead of adding to the published one.
        sources_file: The file of sources (sources.toml).
        only: Names of sources in that file; all of them where none is given.
        without: Names of sources in that file to leave out this time.
        due_only: Of the file, read the sources whose own schedule had a time since they were last read.
        overlap: While another run writes this warehouse: fail, wait for its end (a queue), or skip this run.
        pass_over_gone: Read the rest of `only` where the file has some of these names no longer, instead of failing.
    """
    request = Request.of(warehouse, sources, sources_file, only, without, full_refresh=full_refresh)
    if pass_over_gone:
        return in_one_line(lambda: _carry_out_rest(request, overlap, due_only))
    return carry_out(request, overlap, due_only)


def carry_out(request: Request, overlap: Overlap, due_only: bool = False) -> Any:
    """The pipeline with its way of meeting another run; a run that is skipped is Completed under the name Skipped."""
    return in_one_line(lambda: _carry_out(request, overlap, due_only))


def _carry_out_rest(request: Request, overlap: Overlap, due_only: bool) -> Any:
    """As below, without the names that the file has no longer: they were chosen when the file was another."""
    rest, gone = without_gone(request)
    if gone:
        get_run_logger().warning("no longer in %s: %s", request.sources_file, ", ".join(gone))
    if gone and not rest.only:
        return _skipped(request, f"{request.sources_file} has none of {', '.join(gone)} any longer")
    return _carry_out(rest, overlap, due_only)


def _carry_out(request: Request, overlap: Overlap, due_only: bool) -> Any:
    if due_only and request.sources_file is not None:
        due = _due(request)
        if not due:
            return _skipped(request, "no source is due")
        request = replace(request, only=tuple(due))
    try:
        return run_pipeline(request, settings().overlap_wait if overlap == "wait" else 0.0)
    except NothingRead as error:
        if not due_only:
            raise
        return _nothing_read(request, str(error))
    except WarehouseBusyError as error:
        if overlap != "skip":
            raise
        return _skipped(request, str(error))


def _due(request: Request) -> list[str]:
    path = times_file(settings().work_dir, request.warehouse)
    failing = load_failing(failing_file(settings().work_dir, path))
    return due_sources(plan_of(request).entries, load_times(path), datetime.now(UTC), failing)


def _skipped(request: Request, why: str) -> Any:
    nothing = Summary(run_id="", warehouse=str(request.warehouse), skipped=why)
    return Completed(name="Skipped", message=f"Skipped: {why}", data=nothing)


def _nothing_read(request: Request, why: str) -> Any:
    """A scheduled run that found every due source down is no failure of its own: the event and the line tell of it."""
    nothing = Summary(run_id="", warehouse=str(request.warehouse), skipped=why, verdict=LOOK)
    return Completed(name="Nothing read", message=why, data=nothing)


__all__ = ["RunFailed", "check_read", "news"]
