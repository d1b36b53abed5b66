"""Takes up what a run that was killed left behind: documents that it had read, and batches that it had coded."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import psutil

from tasks.ingest.write import batch_label
from warehouse.connection import WarehouseError
from warehouse.publish import is_alive

OWNER = "process"  # the file in a run's folder that names the process at work there
STORY = "run.json"  # what the run was asked for
ENDED = "ended"  # how it ended; a run without it was killed
HELD, FAILED, DONE = "held", "failed", "done"
HELD_COPY = "held.duckdb"  # what a held run would have published
_SAME_START = 5.0  # seconds by which the clock may have been set meanwhile
MAX_TRIES = 3  # what kills a run so often is left, lest it kill every run to come


@dataclass
class Carried:
    """Documents of earlier tries that are not in the warehouse: batches, their labels, their ids; which try this is."""

    batches: list[Path] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    tries: int = 1


def begin(folder: Path, warehouse: Path, sources: Sequence[str], full_refresh: bool, tries: int) -> None:
    """Notes in a run's folder who is at work there, and for what."""
    (folder / OWNER).write_text(f"{os.getpid()} {psutil.Process().create_time():.2f}", encoding="ascii")
    story = {"warehouse": str(warehouse.resolve()), "sources": list(sources), "full_refresh": full_refresh}
    (folder / STORY).write_text(json.dumps({**story, "tries": tries}), encoding="utf-8")


def end(folder: Path, how: str) -> None:
    """Notes that a run ended by itself: held, failed or done."""
    (folder / ENDED).write_text(how, encoding="ascii")


def how_ended(folder: Path) -> str | None:
    """held, failed or done; None where the run is going on or was killed."""
    try:
        return (folder / ENDED).read_text(encoding="ascii").strip()
    except OSError:
        return None


def is_going_on(folder: Path) -> bool:
    """Whether another process is at work there, perhaps for another warehouse.

    After a restart of the machine or the container its number may be another's, which tells its start.
    """
    try:
        owner, *began = (folder / OWNER).read_text(encoding="ascii").split()
        if int(owner) == os.getpid() or not is_alive(int(owner)):
            return False
        return not began or abs(psutil.Process(int(owner)).create_time() - float(began[0])) < _SAME_START
    except psutil.AccessDenied:  # no live run may be taken for a dead one
        return True
    except (OSError, ValueError, psutil.NoSuchProcess):
        return False


def carry_over(
    runs: Path, into: Path, warehouse: Path, sources: Sequence[str], full_refresh: bool, known: frozenset[str]
) -> Carried:
    """Copies the documents that killed runs with the same purpose had read, and that aren't `known`, into a new run.

    A run is taken up only where all its sources are among those of the new one. It then counts as ended.
    """
    carried = Carried()
    for folder in sorted(runs.iterdir()) if runs.is_dir() else []:
        story = _story(folder)
        if folder == into or story is None or story["warehouse"] != str(warehouse.resolve()):
            continue
        if story["full_refresh"] != full_refresh or not set(story["sources"]) <= set(sources):
            continue
        if story["tries"] < MAX_TRIES:
            _take(folder, into, known, carried)
            carried.tries = max(carried.tries, story["tries"] + 1) if carried.batches else carried.tries
        end(folder, DONE)
    return carried


def _story(folder: Path) -> dict | None:
    """What a killed run was asked for; None for any other folder."""
    if how_ended(folder) is not None or is_going_on(folder):
        return None
    try:
        return json.loads((folder / STORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _take(folder: Path, into: Path, known: frozenset[str], carried: Carried) -> None:
    for path in _documents(folder):
        frame = pl.read_parquet(path)
        is_new = ~pl.col("document_id").is_in(list(known | carried.documents))
        left = frame.filter(is_new)
        if left.is_empty():
            continue
        target = into / f"documents-{len(carried.batches) + 1:04d}.parquet"
        into.mkdir(parents=True, exist_ok=True)
        if left.height == frame.height:  # the same bytes, so that what was made of them is found again
            shutil.copy(path, target)
        else:
            left.write_parquet(target)
        carried.batches.append(target)
        carried.labels.append(batch_label(left["source"]))
        carried.documents |= set(left["document_id"])


def _documents(folder: Path) -> Iterator[Path]:
    for stage in ("carried", "ingest"):
        yield from sorted((folder / stage).glob("documents-*.parquet"))


def cache_folder(work_dir: Path, warehouse: Path) -> Path:
    """Where the batches that runs into a warehouse made lie until one publishes, named by what they are made from."""
    return work_dir / "cache" / hashlib.sha256(str(warehouse.resolve()).encode()).hexdigest()[:12]


def find_held(run: str, work_dir: Path) -> Path:
    """The folder of the held run whose id begins with `run`. Raises WarehouseError with the ids that there are."""
    runs = work_dir / "runs"
    folders = sorted(runs.iterdir(), reverse=True) if runs.is_dir() else []
    held = {folder.name.rsplit("-", 1)[-1]: folder for folder in folders if how_ended(folder) == HELD}
    found = [folder for run_id, folder in held.items() if run_id.startswith(run)] if run else []
    if len(found) != 1:
        known = f"held are {', '.join(run_id[:8] for run_id in held)}" if held else "no run is held"
        problem = "several held runs begin with" if found else "no held run begins with"
        raise WarehouseError(f"{problem} {run!r}; {known}")
    return found[0]
