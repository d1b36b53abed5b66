"""Which sources of the file are due: by each one's own schedule, since it was last read into a warehouse."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cronsim import CronSim

from tasks.ingest.source_file import SourceEntry

_GRACE = timedelta(seconds=30)  # a run that begins a little early is for this time, not the last


def due_sources(entries: Iterable[SourceEntry], read_at: dict[str, datetime], now: datetime) -> list[str]:
    """Names of the sources whose schedule had a time since they were read; those never read are due.

    A time that lies ahead was written while the clock was wrong: it counts as none, lest the source be silent till then.
    """
    past = {name: at for name, at in read_at.items() if at <= now + _GRACE}
    return [one.name for one in entries if one.name not in past or _next(one, past[one.name]) <= now + _GRACE]


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
    path.parent.mkdir(parents=True, exist_ok=True)
    times = load_times(path) | dict.fromkeys(names, at or datetime.now(UTC))
    part = path.with_suffix(".part")
    part.write_text(json.dumps({name: time.isoformat() for name, time in times.items()}), encoding="utf-8")
    part.replace(path)
