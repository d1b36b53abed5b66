"""Sources that fail: since when, how often they were asked, and when they are asked again."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from flows.whole import write_json

FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=10), timedelta(days=1)


@dataclass(frozen=True)
class Failing:
    """One source that failed each time since it was last read. Times are UTC, in ISO 8601."""

    since: str
    tried_at: str
    tries: int
    reason: str

    @property
    def last(self) -> datetime:
        """When it was asked last."""
        return datetime.fromisoformat(self.tried_at)

    @property
    def again(self) -> datetime:
        """When it may be asked again: each pause is twice the one before, up to a day."""
        return self.last + min(FIRST_PAUSE * 2 ** min(self.tries - 1, 10), LONGEST_PAUSE)

    def line(self) -> str:
        """Since when, and how often."""
        since = f"{datetime.fromisoformat(self.since):%Y-%m-%d %H:%M} UTC"
        return f"{self.reason}; failing since {since}" + (f", asked {self.tries} times" if self.tries > 1 else "")


def failing_file(work_dir: Path, times: Path) -> Path:
    """Where it is kept which sources fail, beside the file with the times at which they were read."""
    return work_dir / "failing" / times.name


def load_failing(path: Path) -> dict[str, Failing]:
    """Sources that fail, by name; none where there is no such file, or a broken one."""
    try:
        found = {name: Failing(**one) for name, one in json.loads(path.read_text(encoding="utf-8")).items()}
        return {name: one for name, one in found.items() if one.again and one.line()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def note_failing(
    path: Path, read: Collection[str], failed: Mapping[str, str], at: datetime | None = None
) -> dict[str, Failing]:
    """Notes which sources were read and which failed now, with the reason; gives all that fail."""
    now = (at or datetime.now(UTC)).isoformat()
    found = {name: one for name, one in load_failing(path).items() if name not in read}
    for name, reason in failed.items():
        before = found.get(name) or Failing(now, now, 0, reason)
        found[name] = replace(before, tried_at=now, tries=before.tries + 1, reason=reason)
    write_json(path, {name: asdict(one) for name, one in found.items()})
    return found
