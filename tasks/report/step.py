"""Takes a run's measure before it is published: judges it, keeps the judgement in the candidate, gives the report."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from schemas import RunMeasure as MeasureTable
from schemas import RunVerdict
from tasks.load.step import load_batches
from tasks.report.findings import rows_of
from tasks.report.quality_report import ReportData
from tasks.report.run_quality import RunEvidence, RunQuality, earlier_values, judge_run, measure_rows
from tasks.report.verdict import Thresholds
from warehouse.connection import open_writer

_SAMPLES = 10
_UNRESOLVED = """
SELECT lower(text) AS actor, label, count(*) AS mentions
FROM read_parquet($mention)
WHERE label IN ('person', 'organisation') AND iso3 IS NULL
GROUP BY ALL
ORDER BY mentions DESC, actor ASC, label ASC
LIMIT $limit
"""
_LOW = """
SELECT
    relation.score, relation.source, relation.target, relation.event,
    substring(article.text, relation.evidence_start + 1, relation.evidence_end - relation.evidence_start) AS evidence
FROM read_parquet($relation) AS relation
INNER JOIN read_parquet($article) AS article ON relation.article_id = article.article_id
WHERE relation.score < $low
ORDER BY relation.score ASC, relation.relation_id ASC
LIMIT $limit
"""
_LANGUAGES = """
SELECT language AS name, count(*) AS count
FROM read_parquet($article)
GROUP BY language
ORDER BY count DESC, name ASC
"""
_REFUSED = "SELECT stage, check_name, reason, item FROM read_parquet($quarantine, union_by_name = true) LIMIT 1000"


@dataclass(frozen=True)
class RunTold:
    """What a run knows of itself beside its files. `versions` names coder, model and seeds."""

    run_id: str
    versions: Mapping[str, str]
    deliveries: Sequence[Mapping[str, Any]]
    timings: Mapping[str, float]


def assess(candidate: Path, folder: Path, evidence: RunEvidence, told: RunTold, limits: Thresholds) -> ReportData:
    """Judges the run that is loaded into `candidate` and loads the judgement there, too; gives the run's report.

    Files are written below `folder`.
    """
    with open_writer(candidate) as con:
        quality = judge_run(evidence, con, limits)
        history = earlier_values(con, limits.drift_runs)
    load_batches(candidate, write_judgement(folder, told, quality))
    return ReportData(
        run_id=told.run_id,
        quality=quality,
        history=history,
        refused=_sample(_REFUSED, evidence.files, "quarantine"),
        unresolved=_sample(_UNRESOLVED, evidence.files, "mention"),
        low_scores=_sample(_LOW, evidence.files, "relation", "article", low=limits.score_is_low_below),
        languages=_sample(_LANGUAGES, evidence.files, "article"),
        deliveries=told.deliveries,
        timings=told.timings,
        versions=told.versions,
    )


def _sample(sql: str, files: Mapping[str, Sequence[Path]], *tables: str, **more: float) -> list[dict[str, Any]]:
    """A query over a run's own files; nothing where it has none of a table."""
    if not all(files.get(table) for table in tables):
        return []
    values: dict[str, Any] = {table: [str(path) for path in files[table]] for table in tables}
    with duckdb.connect() as con:
        return rows_of(con, sql, values | more | ({"limit": _SAMPLES} if "$limit" in sql else {}))


def write_judgement(folder: Path, told: RunTold, quality: RunQuality, accepted_at: Any = None) -> dict[str, list[Path]]:
    """The rows of run_verdict and run_measure as files to load."""
    verdict = {
        "run_id": told.run_id,
        "verdict": quality.verdict,
        "reasons_json": json.dumps(list(quality.reasons), ensure_ascii=False),
        "earlier_runs": quality.earlier_runs,
        "coder_version": told.versions["coder"],
        "model_digest": told.versions["model"],
        "seeds_digest": told.versions["seeds"],
        "accepted_at": accepted_at,
    }
    frames: dict[str, pl.DataFrame] = {
        "run_verdict": RunVerdict.frame([verdict]),
        "run_measure": MeasureTable.frame(measure_rows(told.run_id, quality)),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return {name: [folder / f"{name}.parquet"] for name in frames}
