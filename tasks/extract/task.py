"""Prefect's side of the extract stage."""

from pathlib import Path

from prefect import task

from tasks.batches import Batch
from tasks.extract.step import extract_batch


@task(name="extract", task_run_name="extract {label}")
def extract(cleaned: Batch, folder: Path, label: str) -> Batch:
    """Codes one batch of articles."""
    return extract_batch(cleaned, folder)
