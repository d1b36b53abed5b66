"""Judges one run: what it brought, counted apart from the rest of the warehouse, and against the runs before it."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from tasks.report.contract import contract_results
from tasks.report.counts import count_all
from tasks.report.drift import drift_of
from tasks.report.findings import rows_of
from tasks.report.silent import silent_countries
from tasks.report.silent_sources import silent_sources
from tasks.report.text import counted, share
from tasks.report.verdict import LOOK, STOP, TRUST, Counts, Measure, Thresholds, judge, worst
from warehouse.build import build
from warehouse.writer import load

ARTICLES, SOURCE, CONTRACT, SILENT, FAILED = "articles", "documents of a source", "contract", "silent", "source failed"
QUIET = "source silent"
CHECK = "warehouse check"
_VOLUMES = ("documents", "articles", "mentions", "relations", "money")
_GATED = ("document", "article", "sentence", "mention", "relation", "money", "coding")


@dataclass(frozen=True)
class RunMeasure:
    """A row of `run_measure`, less its ids."""

    measure: str
    subject: str = ""
    value: float | None = None
    part: int | None = None
    whole: int | None = None
    expected: float | None = None
    verdict: str = ""
    reason: str = ""

    @property
    def is_share(self) -> bool:
        """Whether it is a part of a whole, from 0 to 1."""
        return self.whole is not None and self.measure != "relations per codable article"


@dataclass(frozen=True)
class RunQuality:
    """The verdict on one run, why, and each measure. `suspects`: sources that are each bad enough to stop the run."""

    verdict: str
    reasons: tuple[str, ...]
    measures: tuple[RunMeasure, ...]
    earlier_runs: int
    suspects: tuple[str, ...] = ()


@dataclass(frozen=True)
class RunEvidence:
    """What a verdict rests on: the files that the run loaded, and what it was told on the way.

    `failed_sources` and `failed_checks` (of the whole warehouse) say in a line what was wrong; `asked` are the sources
    that were read, perhaps for nothing.
    """

    files: Mapping[str, Sequence[Path]]
    coder_version: str
    failed_sources: Sequence[tuple[str, str]] = ()
    failed_checks: Sequence[tuple[str, str]] = ()
    asked: Sequence[str] = ()


def judge_run(evidence: RunEvidence, candidate: duckdb.DuckDBPyConnection, limits: Thresholds) -> RunQuality:
    """The quality of a run whose rows are loaded into `candidate`, which holds the earlier runs' measures, too."""
    earlier = earlier_values(candidate, limits.drift_runs)
    with duckdb.connect() as own:
        build(own)
        load(own, {table: paths for table, paths in evidence.files.items() if table not in {"run", "watermark"}})
        counts = count_all(own, evidence.coder_version, limits)
        by_source, refused = _by_source(own), rows_of(own, "SELECT * FROM quarantine WHERE stage = 'validate'")
        accepted = {table: _count(own, table) for table in _GATED}
    measures = [
        *(_with_drift(one, earlier, limits) for one in _whole(counts, limits)),
        *_of_sources(by_source, limits),
        *(
            RunMeasure(FAILED, name, verdict=LOOK, reason=f"source {name}: {why}")
            for name, why in evidence.failed_sources
        ),
        *_of_quiet(candidate, set(evidence.asked) - set(by_source)),
        *_of_contract(accepted, refused),
        *(_of_silence(one) for one in silent_countries(candidate, limits.silent_days, limits.silent_stories)),
        *(RunMeasure(CHECK, name, verdict=STOP, reason=why) for name, why in evidence.failed_checks),
    ]
    suspects = tuple(one.subject for one in measures if one.measure == SOURCE and one.verdict == STOP)
    runs = max((len(values) for values in earlier.values()), default=0)
    return RunQuality(worst([one.verdict for one in measures]), _reasons(measures), tuple(measures), runs, suspects)


def _reasons(measures: Iterable[RunMeasure]) -> tuple[str, ...]:
    found = [one for one in measures if one.reason and one.verdict in {LOOK, STOP}]
    return tuple(one.reason for one in sorted(found, key=lambda one: one.verdict != STOP))


def _whole(counts: Counts, limits: Thresholds) -> list[RunMeasure]:
    """Volumes, and the judged measures of the run's own articles."""
    volumes = [RunMeasure(name, value=float(getattr(counts, name))) for name in _VOLUMES]
    if not counts.articles:  # what refused rows or a change of dates alone brought is no fault
        return volumes
    return [*volumes, *(_measure(one) for one in judge(counts, limits))]


def _measure(one: Measure) -> RunMeasure:
    return RunMeasure(one.measure, "", one.number, one.part, one.whole, None, one.verdict, one.reason)


def _with_drift(one: RunMeasure, earlier: Mapping[str, list[float]], limits: Thresholds) -> RunMeasure:
    """The measure with what was to be expected, and judged by that, too. A share of few items proves little."""
    if one.value is None:
        return one
    found = drift_of(one.value, earlier.get(one.measure, ()), limits, one.is_share, one.measure in _VOLUMES)
    if found is None:
        return one
    is_small = one.is_share and (one.whole or 0) < limits.enough
    drifted = TRUST if is_small else found.verdict
    verdict = worst([one.verdict, drifted])
    shown = share if one.is_share else _rounded
    drift = f"{one.measure}: {shown(one.value)}, the runs before had {shown(found.expected)}"
    is_new = drifted != TRUST and verdict != one.verdict
    return replace(one, expected=found.expected, verdict=verdict, reason=drift if is_new else one.reason)


def _rounded(value: float | None) -> str:
    return "–" if value is None else f"{value:,.2f}".rstrip("0").rstrip(".")


_BY_SOURCE = """
WITH own AS (
    SELECT document.source, document.document_id, document.published_at, document.date_precision, article.*
    EXCLUDE (source, published_at, date_precision),
        article.article_id IN (SELECT article_id FROM mention WHERE iso3 IS NOT NULL) AS has_country
    FROM document
    INNER JOIN article ON document.article_id = article.article_id
)
SELECT
    source,
    count(*) AS documents,
    count(*) FILTER (WHERE published_at IS NULL) AS documents_without_date,
    count(*) FILTER (WHERE date_precision IN ('month', 'year')) AS documents_without_day,
    count(*) AS articles,
    count(*) FILTER (WHERE is_codable) AS articles_codable,
    count(*) FILTER (WHERE casing IN ('lower', 'upper') OR NOT has_punctuation) AS articles_mangled,
    count(*) FILTER (WHERE is_codable AND has_country) AS articles_with_country
FROM own
GROUP BY source
ORDER BY documents DESC, source ASC
"""
# Judged for a single source; relations and actors are too few in one.
_OF_A_SOURCE = (
    "documents without a date",
    "documents without a day",
    "articles in other languages",
    "articles mangled",
    "articles without a country",
)


def _by_source(con: duckdb.DuckDBPyConnection) -> dict[str, Counts]:
    return {row.pop("source"): Counts(**row) for row in rows_of(con, _BY_SOURCE)}


def _of_sources(by_source: Mapping[str, Counts], limits: Thresholds) -> list[RunMeasure]:
    """A line a source: its documents, with the gravest verdict on them."""
    found = []
    for source, counts in by_source.items():
        judged = [one for one in judge(counts, limits) if one.measure in _OF_A_SOURCE]
        verdict = worst([one.verdict for one in judged])
        reasons = [f"source {source}: {one.reason}" for one in judged if one.verdict == verdict and one.reason]
        found.append(
            RunMeasure(SOURCE, source, float(counts.documents), verdict=verdict, reason="; ".join(reasons)[:500])
        )
    return found


def _of_contract(accepted: Mapping[str, int], refused: Sequence[Mapping[str, Any]]) -> list[RunMeasure]:
    """A line a check of the pandera models. The verdict on broken ones is that of the share of refused rows."""
    return [
        RunMeasure(CONTRACT, f"{one.table}.{one.check}", one.failed / one.rows, one.failed, one.rows)
        for one in contract_results(accepted, refused)
        if one.rows
    ]


def _of_silence(row: Mapping[str, Any]) -> RunMeasure:
    reason = f"{row['name']} fell silent: no story in {row['days']} days, {row['usual']:.0f} before in as many"
    return RunMeasure(SILENT, row["iso3"], 0.0, expected=row["usual"], verdict=LOOK, reason=reason)


def _of_quiet(candidate: duckdb.DuckDBPyConnection, asked: set[str]) -> list[RunMeasure]:
    now = datetime.now(UTC).replace(tzinfo=None)
    found = silent_sources(candidate, SOURCE, asked, now)
    return [RunMeasure(QUIET, one.name, 0.0, verdict=LOOK, reason=one.reason) for one in found]


def earlier_values(con: duckdb.DuckDBPyConnection, runs: int) -> dict[str, list[float]]:
    """Values of the last runs by measure, the oldest first."""
    rows = con.execute(
        "WITH last AS (SELECT run_id, finished_at FROM run SEMI JOIN run_verdict USING (run_id)"
        " ORDER BY finished_at DESC LIMIT ?)"
        " SELECT measure, value FROM run_measure INNER JOIN last USING (run_id)"
        " WHERE subject = '' AND value IS NOT NULL ORDER BY finished_at",
        [runs],
    ).fetchall()
    found: dict[str, list[float]] = defaultdict(list)
    for measure, value in rows:
        found[measure].append(value)
    return dict(found)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def measure_rows(run_id: str, quality: RunQuality) -> list[dict[str, Any]]:
    """The measures as rows of schemas.RunMeasure."""
    return [
        {
            "measure_id": hashlib.sha256(f"{run_id}\x1f{one.measure}\x1f{one.subject}".encode()).hexdigest()[:16],
            "run_id": run_id,
            **one.__dict__,
        }
        for one in quality.measures
    ]


def breach_line(quality: RunQuality) -> str:
    """Why a run is held, in a line."""
    grave = len([one for one in quality.measures if one.verdict == STOP])
    return f"{counted(grave, 'check')} failed: {'; '.join(quality.reasons[:3])}"
