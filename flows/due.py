"""Which sources of the file are due: by each one's own schedule, since it was last read into a warehouse."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cronsim import CronSim

from flows.failing import Failing
from flows.whole import write_json
from tasks.ingest.source_file import SourceEntry

_GRACE = timedelta(seconds=30)  # a run that begins a little early is for this time, not the last


def due_sources(
    entries: Iterable[SourceEntry],
    read_at: Mapping[str, datetime],
    now: datetime,
    failing: Mapping[str, Failing] | None = None,
) -> list[str]:
    """Names of the sources whose schedule had a time since they were read; those never read are due.

    One that fails stays due, but is asked after growing pauses, and when its schedule says at the latest. A time that
    lies ahead was written while the clock was wrong: it counts as none, lest the source be silent till then.
    """
    soon = now + _GRACE
    past = {name: at for name, at in read_at.items() if at <= soon}
    due = [one for one in entries if one.name not in past or _next(one, past[one.name]) <= soon]
    paused = {name: one for name, one in (failing or {}).items() if one.last <= soon}
    return [one.name for one in due if one.name not in paused or _again(one, paused[one.name]) <= soon]


def _again(entry: SourceEntry, failing: Failing) -> datetime:
    return min(failing.again, _next(entry, failing.last))


def _next(entry: SourceEntry, after: datetime) -> datetime:
    return next(CronSim(entry.schedule, after + _GRACE))


def times_file(work_dir: Path, warehouse: Path) -> Path:
    """Where the times are kept at which each source was read into the warehouse."""
    return work_dir / "read_at" / f"{hashlib.sha256(str(warehouse.resolve()).encode()).hexdigest()[:12]}.json"


def load_times(path: Path) -> dict[str, datetime]:
    """Times by source; none where there is no such file, or a broken one: then all are due."""
    try:
        return {name: datetime.fromisoformat(at) for name, at in json.loads(path.read_text(encoding="utf-8")).items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def keep_times(path: Path, names: Sequence[str], at: datetime | None = None) -> None:
    """Notes that sources were read now."""
    _write(path, load_times(path) | dict.fromkeys(names, at or datetime.now(UTC)))


def forget_times(path: Path, names: Sequence[str]) -> None:
    """Makes sources due, as if they had never been read."""
    _write(path, {name: at for name, at in load_times(path).items() if name not in names})


def _write(path: Path, times: Mapping[str, datetime]) -> None:
    write_json(path, {name: time.isoformat() for name, time in times.items()})
