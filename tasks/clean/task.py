"""Prefect's side of the clean stage."""

from pathlib import Path

from prefect import task

from tasks.batches import Batch
from tasks.clean.step import clean_batch, duplicates_batch


@task(name="clean", task_run_name="clean {label}")
def clean(documents: str, folder: Path, label: str) -> Batch:
    """Cleans one batch of documents."""
    return clean_batch(documents, folder)


@task(name="find-duplicates", task_run_name="find-duplicates")
def cluster_duplicates(batches: list[Batch], known_bands: str | None, folder: Path) -> Batch:
    """Finds the copies of one story among all batches."""
    return duplicates_batch(batches, known_bands, folder)
