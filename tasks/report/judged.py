"""The judgement on a run as the warehouse keeps it."""

import json
from dataclasses import dataclass
from datetime import datetime

import duckdb

from tasks.report.findings import rows_of
from tasks.report.run_quality import RunMeasure


@dataclass(frozen=True)
class Judged:
    """The verdict on one run, with its measures. `accepted_at`: when it was let through by hand."""

    verdict: str
    reasons: tuple[str, ...]
    earlier_runs: int
    accepted_at: datetime | None
    measures: tuple[RunMeasure, ...]


def judged_run(con: duckdb.DuckDBPyConnection, run_id: str) -> Judged | None:
    """The judgement on a run; None where there is none, or in a warehouse that an older program made."""
    if con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'run_verdict'").fetchone() is None:
        return None
    found = rows_of(con, "SELECT * FROM run_verdict WHERE run_id = ?", [run_id])
    if not found:
        return None
    measures = rows_of(
        con,
        "SELECT measure, subject, value, part, whole, expected, verdict, reason FROM run_measure WHERE run_id = ?"
        " ORDER BY list_position(['stop', 'look', 'trust', ''], verdict), measure, subject",
        [run_id],
    )
    row = found[0]
    reasons = tuple(json.loads(row["reasons_json"]))
    rows = tuple(RunMeasure(**one) for one in measures)
    return Judged(row["verdict"], reasons, row["earlier_runs"], row["accepted_at"], rows)
