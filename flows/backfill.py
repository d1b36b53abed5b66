"""The flow that fills in past days: as `news`, for articles of some days alone."""

from datetime import date
from pathlib import Path
from typing import Any

from prefect import flow

from flows.news import RUNNER, Overlap, carry_out
from flows.request import Request


@flow(name="backfill", flow_run_name="backfill · {since} to {until}", task_runner=RUNNER)
def backfill(
    since: date,
    until: date,
    sources: list[str] | None = None,
    warehouse: Path = Path("detente.duckdb"),
    sources_file: Path | None = Path("sources.toml"),
    only: list[str] | None = None,
    overlap: Overlap = "wait",
) -> Any:
    """Reads the sources whole and takes the articles of some days. What is in the warehouse already costs nothing.

    Undated articles are left out. The marks of feeds are neither used nor moved.

    Args:
        since: The first day, by the articles' dates.
        until: The last day, included.
        sources: Files, folders, globs, feed or page addresses, beside those of the file of sources.
        warehouse: The DuckDB file to publish.
        sources_file: The file of sources (sources.toml).
        only: Names of sources in that file; all of them where none is given.
        overlap: While another run writes this warehouse: fail, wait for its end (a queue), or skip this run.
    """
    return carry_out(Request.of(warehouse, sources, sources_file, only, since=since, until=until), overlap)
