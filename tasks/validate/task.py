"""Prefect's side of the validate stage."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.batches import Batch
from tasks.validate.step import validate_batch


@task(name="validate", task_run_name="validate batch {label}", tags=["validate"], cache_policy=NO_CACHE)
def validate(cleaned: Batch, coded: Batch, folder: Path, label: str) -> Batch:
    """Checks one batch against the contracts."""
    return validate_batch(cleaned, coded, folder)
