"""Prefect's side of the extract stage."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.extract.step import extract_batch


@task(name="extract", task_run_name="extract batch {label}", tags=["extract"], cache_policy=NO_CACHE)
def extract(cleaned: Batch, folder: Path, label: str) -> Batch:
    """Codes one batch of articles."""
    return extract_batch(cleaned, folder)
