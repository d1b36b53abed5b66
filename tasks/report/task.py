"""Prefect's side of the report: a run's judgement before it is published, and the artifacts that tell of it."""

from pathlib import Path
from typing import Any

from prefect import task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.cache_policies import NO_CACHE

from tasks.report.artifacts import QUALITY_ABOUT, REPORT_ABOUT, SUMMARY_ABOUT, make_report
from tasks.report.quality_report import ReportData, quality_markdown
from tasks.report.run_quality import RunEvidence
from tasks.report.step import RunTold, assess
from tasks.report.verdict import Thresholds


@task(name="quality", task_run_name="judge the run", tags=["quality"], cache_policy=NO_CACHE)
def judge(candidate: Path, folder: Path, evidence: RunEvidence, told: RunTold, limits: Thresholds) -> ReportData:
    """Judges the run by what it loaded into the candidate, and keeps the judgement there."""
    return assess(candidate, folder, evidence, told, limits)


@task(name="report", task_run_name="report", tags=["quality"], cache_policy=NO_CACHE)
def report(summary: dict[str, Any], warehouse: str, data: ReportData | None = None) -> str:
    """Leaves a run's quality, quarantine and summary in Prefect's UI; says where."""
    made = make_report(summary, warehouse)
    if data is not None:
        create_markdown_artifact(quality_markdown(data), key="quality-report", description=REPORT_ABOUT)
    create_table_artifact(made.quality_rows, key="data-quality", description=QUALITY_ABOUT)
    create_table_artifact(made.quarantine_rows, key="quarantine", description=made.quarantine_about)
    create_markdown_artifact(made.markdown, key="run-summary", description=SUMMARY_ABOUT)
    return made.pointer
