"""Prefect's side of the load stage."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.load.step import load_batches
from warehouse.publish import private_copy
from warehouse.publish import publish as put_in_place
from warehouse.writer import LoadCount


@task(name="load", task_run_name="load into a private copy", tags=["load"], cache_policy=NO_CACHE)
def load(
    warehouse: Path, folder: Path, files: dict[str, list[Path]], fresh: bool, run_id: str
) -> tuple[Path, dict[str, LoadCount]]:
    """Loads the batches into a private copy; gives its path and the counts by table."""
    candidate = private_copy(warehouse, folder, fresh=fresh)
    return candidate, load_batches(candidate, files, run_id)


@task(name="publish", task_run_name="publish", tags=["load"], cache_policy=NO_CACHE)
def publish(candidate: Path, warehouse: Path) -> None:
    """Puts the candidate in the warehouse's place with one atomic rename."""
    put_in_place(candidate, warehouse)
