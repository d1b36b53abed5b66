"""What stands in a run's folder of how it began and how it ended; light, so that a signal's handler may call it."""

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

OWNER = "process"  # the file in a run's folder that names the process at work there
STORY = "run.json"  # what the run was asked for
ENDED = "ended"  # how it ended; a run without it was killed
HELD, FAILED, DONE, BROKEN = "held", "failed", "done", "broken"
_IF_BROKEN = "ended-broken"  # written beforehand: on a full disk there is room for a new name alone
HELD_COPY = "held.duckdb"  # what a held run would have published


def note_owner(folder: Path) -> None:
    """Notes which process is at work in a run's folder, with its start, for its number may be given anew."""
    (folder / OWNER).write_text(f"{os.getpid()} {psutil.Process().create_time():.2f}", encoding="ascii")


def begin(folder: Path, warehouse: Path, sources: Sequence[str], full_refresh: bool, tries: int) -> None:
    """Notes in a run's folder who is at work there, and for what."""
    note_owner(folder)
    story = {"warehouse": str(warehouse.resolve()), "sources": list(sources), "full_refresh": full_refresh}
    (folder / _IF_BROKEN).write_text(BROKEN, encoding="ascii")
    (folder / STORY).write_text(json.dumps({**story, "tries": tries}), encoding="utf-8")


def end(folder: Path, how: str) -> None:
    """Notes that a run ended by itself: held, failed or done."""
    (folder / ENDED).write_text(how, encoding="ascii")


def broke(folder: Path) -> None:
    """Notes that a run ended with an error, unless it is noted how it ended."""
    if how_ended(folder) is None:
        with suppress(OSError):
            (folder / _IF_BROKEN).rename(folder / ENDED)


@contextmanager
def at_work(folder: Path) -> Iterator[None]:
    """Notes that a run broke off where what is inside does, with an error or a request to stop."""
    try:
        yield
    except BaseException:
        broke(folder)
        raise


def stopped(work_dir: Path) -> None:
    """Notes that this process's run was stopped by a signal: that counts as no try either."""
    for owner in (work_dir / "runs").glob(f"*/{OWNER}"):
        with suppress(OSError):
            if owner.read_text(encoding="ascii").split()[:1] == [str(os.getpid())]:
                broke(owner.parent)


def how_ended(folder: Path) -> str | None:
    """held, failed, done or broken; None where the run is going on or was killed."""
    try:
        return (folder / ENDED).read_text(encoding="ascii").strip()
    except OSError:
        return None


def story_of(folder: Path) -> dict | None:
    """What a run was asked for, None where that is not written down."""
    try:
        return json.loads((folder / STORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
