"""Prefect's side of the ingest stage."""

from pathlib import Path

from prefect import task
from prefect.cache_policies import NO_CACHE

from tasks.ingest.step import ReadJob, ingest_sources
from tasks.ingest.write import IngestResult


@task(name="ingest", task_run_name="ingest {label}", tags=["ingest"], cache_policy=NO_CACHE)
def ingest(job: ReadJob, folder: Path, label: str) -> IngestResult:
    """Reads the sources into batches of raw documents; what is known is counted and left out."""
    folder.mkdir(parents=True, exist_ok=True)
    return ingest_sources(job, folder)
