"""Prefect's side of the marts: tables that answer questions, and checks on the whole warehouse."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.load.step import refresh_candidate


@task(name="marts", task_run_name="make marts, check the whole", cache_policy=NO_CACHE)
def marts(candidate: Path) -> list[tuple[str, str]]:
    """Refreshes the marts of the candidate and checks it; gives the checks that failed."""
    return refresh_candidate(candidate)
