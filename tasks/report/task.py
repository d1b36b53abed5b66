"""Prefect's side of the report: three artifacts a run."""

from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact

from tasks.report.artifacts import QUALITY_ABOUT, SUMMARY_ABOUT, make_report


@task(name="report", task_run_name="report")
def report(summary: dict[str, Any], warehouse: str) -> str:
    """Leaves a run's quality, quarantine and summary in Prefect's UI; says where."""
    made = make_report(summary, warehouse)
    create_table_artifact(made.quality_rows, key="data-quality", description=QUALITY_ABOUT)
    create_table_artifact(made.quarantine_rows, key="quarantine", description=made.quarantine_about)
    create_markdown_artifact(made.markdown, key="run-summary", description=SUMMARY_ABOUT)
    return made.pointer
