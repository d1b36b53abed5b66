"""Prefect's side of the clean stage."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.clean.step import clean_batch, duplicates_batch


@task(name="clean", task_run_name="clean batch {label}", tags=["clean"], cache_policy=NO_CACHE)
def clean(documents: str, folder: Path, label: str) -> Batch:
    """Cleans one batch of documents."""
    return clean_batch(documents, folder)


@task(name="find-duplicates", task_run_name="find copies of stories", tags=["clean"], cache_policy=NO_CACHE)
def cluster_duplicates(
    batches: list[Batch], known_bands: str, known_documents: str, folder: Path
) -> tuple[list[Batch], Batch]:
    """Finds the copies of one story among all batches; gives the batches without repeated texts, and the copies."""
    return duplicates_batch(batches, known_bands, known_documents, folder)
