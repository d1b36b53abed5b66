"""Measures how far a warehouse and its last run can be trusted. Reads the warehouse, writes nothing."""

import json
from collections.abc import Sequence
from typing import Any

import duckdb

from tasks.report.counts import count_all
from tasks.report.facts import Actor, EventFacts, Named, Quality, Refused, RunFacts, SourceFacts
from tasks.report.findings import rows_of
from tasks.report.judged import Judged, judged_run
from tasks.report.verdict import LOOK, STOP, Measure, Thresholds, judge, worst

TOP = 10


class UnknownRunError(LookupError):
    """No run, or more than one, has an id that begins so. The message is one line."""


_RUN = "SELECT * EXCLUDE (flow_run_id) FROM run WHERE starts_with(run_id, ?) ORDER BY finished_at DESC, run_id ASC"

_SOURCES = """
SELECT
    source,
    documents,
    round(documents * share_without_date)::BIGINT AS without_date,
    articles,
    stories,
    relation_mentions AS relations
FROM mart_source_quality
ORDER BY documents DESC, source ASC
"""

_EVENTS = """
SELECT
    event,
    count(*) FILTER (WHERE status = 'actual') AS actual,
    count(*) FILTER (WHERE status = 'future') AS future,
    count(*) FILTER (WHERE status = 'hypothetical') AS hypothetical,
    count(*) FILTER (WHERE status = 'negated') AS negated,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories
FROM relation_dyad
GROUP BY event
ORDER BY mentions DESC, event ASC
"""

_UNRESOLVED = """
SELECT actor, label, sum(mentions)::BIGINT AS mentions, max(stories) AS stories
FROM mart_unresolved_actor
GROUP BY actor, label
ORDER BY stories DESC, mentions DESC, actor ASC, label ASC
LIMIT ?
"""

# A reason may begin with its item, so that no two would be alike.
_REFUSED = """
SELECT
    stage,
    check_name,
    if(starts_with(reason, item || ': '), substring(reason, len(item) + 3), reason) AS bare_reason,
    count(*) AS items,
    min(item) AS example
FROM quarantine
GROUP BY stage, check_name, bare_reason
ORDER BY items DESC, stage ASC, check_name ASC, bare_reason ASC
LIMIT ?
"""

_LANGUAGES = "SELECT language AS name, count(*) AS count FROM article GROUP BY language ORDER BY count DESC, name ASC"
_CODERS = (
    "SELECT coder_version AS name, count(*) AS count FROM coding GROUP BY coder_version ORDER BY count DESC, name ASC"
)


def measure_quality(
    con: duckdb.DuckDBPyConnection, run_id: str | None = None, thresholds: Thresholds | None = None
) -> Quality:
    """Measure the warehouse that `con` reads, and one of its runs: the last, or the one whose id begins with `run_id`.

    The verdict is the worse of the two.

    Raises UnknownRunError where `run_id` names no run or several.
    """
    limits = thresholds or Thresholds()
    run = _find_run(con, run_id)
    newest = run if run_id is None else _find_run(con, None)
    counts = count_all(con, newest.coder_version if newest else "", limits)
    measures = judge(counts, limits)
    judged = judged_run(con, run.run_id) if run else None
    return Quality(
        verdict=worst([measure.verdict for measure in measures] + ([_standing(judged)] if judged else [])),
        reasons=tuple(dict.fromkeys([*(judged.reasons if judged else ()), *reasons_of(measures)])),
        run=run,
        counts=counts,
        measures=measures,
        sources=tuple(SourceFacts(**row) for row in rows_of(con, _SOURCES)),
        languages=tuple(Named(**row) for row in rows_of(con, _LANGUAGES)),
        coder_versions=tuple(Named(**row) for row in rows_of(con, _CODERS)),
        events=tuple(EventFacts(**row) for row in rows_of(con, _EVENTS)),
        unresolved=tuple(Actor(**row) for row in rows_of(con, _UNRESOLVED, [TOP])),
        refused=tuple(Refused(**row) for row in rows_of(con, _REFUSED, [50])),
        judged=judged,
    )


def _standing(judged: Judged) -> str:
    """The verdict on a run as it counts now: one that was let through by hand is still to be looked at."""
    return LOOK if judged.accepted_at and judged.verdict == STOP else judged.verdict


def reasons_of(measures: Sequence[Measure]) -> tuple[str, ...]:
    """Why the verdict isn't trust, the gravest first."""
    found = [measure for measure in measures if measure.reason]
    return tuple(measure.reason for measure in sorted(found, key=lambda measure: measure.verdict != "stop"))


def _find_run(con: duckdb.DuckDBPyConnection, run_id: str | None) -> RunFacts | None:
    rows = rows_of(con, _RUN, [run_id or ""])
    if run_id is None:
        return _run_facts(rows[0]) if rows else None
    if len(rows) == 1:
        return _run_facts(rows[0])
    known = ", ".join(row["run_id"] for row in (rows or rows_of(con, _RUN, [""]))[:3])
    problem = "several runs begin with" if rows else "no run"
    raise UnknownRunError(f"{problem} {run_id!r}; {f'the last are {known}' if known else 'none was published yet'}")


def _run_facts(row: dict[str, Any]) -> RunFacts:
    sources, timings = json.loads(row.pop("sources_json")), json.loads(row.pop("timings_json"))
    return RunFacts(**row, sources=tuple(sources), timings=timings)
