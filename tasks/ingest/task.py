"""Prefect's side of the ingest stage."""

from pathlib import Path

from prefect import task

from tasks.ingest.read import IngestResult, IngestSettings, read_sources, write_batches


@task(name="ingest", task_run_name="ingest")
def ingest(
    sources: list[str], folder: Path, batch_size: int, known: frozenset[str], limits: IngestSettings
) -> IngestResult:
    """Reads the sources into batches of raw documents; what is known is counted and left out."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_batches(read_sources(sources, limits, known), folder, batch_size, known)
