"""Prefect's side of the marts: tables that answer questions, and checks on the whole warehouse."""

from pathlib import Path

from prefect import task

from tasks.load.step import refresh_candidate


@task(name="marts", task_run_name="marts")
def marts(candidate: Path) -> None:
    """Refreshes the marts of the candidate and checks it."""
    refresh_candidate(candidate)
