"""Sources that are read without a fault and bring nothing new for much longer than they ever did before."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import duckdb

_TIMES = """
SELECT run_measure.subject, run.finished_at
FROM run_measure
INNER JOIN run ON run_measure.run_id = run.run_id
WHERE run_measure.measure = ? AND run_measure.value > 0
ORDER BY run.finished_at
"""
_ENOUGH, _LAST = 5, 20  # pauses between news that are needed, and that are looked at
_MUCH_LONGER, _AT_LEAST = 3, timedelta(days=1)


@dataclass(frozen=True)
class SilentSource:
    """A source, when it brought its last new document, and the longest pause before that."""

    name: str
    last: datetime
    longest: timedelta

    @property
    def reason(self) -> str:
        """In a line."""
        days = self.longest / timedelta(days=1)
        usual = f"{days:.1f} days" if days >= 1 else f"{days * 24:.1f} hours"
        return f"source {self.name} is silent: nothing new since {self.last:%Y-%m-%d %H:%M} UTC, {usual} at most before"


def silent_sources(
    con: duckdb.DuckDBPyConnection, measure: str, asked: Collection[str], now: datetime
) -> list[SilentSource]:
    """Of the sources that were read now those that are silent, by what the runs in the warehouse brought.

    `measure` names the rows of `run_measure` that count a source's new documents. A source whose pauses are not known
    yet is never silent.
    """
    times: dict[str, list[datetime]] = defaultdict(list)
    for name, at in con.execute(_TIMES, [measure]).fetchall():
        times[name].append(at)
    found = []
    for name in sorted(set(asked) & set(times)):
        pauses = [later - earlier for earlier, later in pairwise(times[name])][-_LAST:]
        if len(pauses) >= _ENOUGH and now - times[name][-1] > max(_MUCH_LONGER * max(pauses), _AT_LEAST):
            found.append(SilentSource(name, times[name][-1], max(pauses)))
    return found
