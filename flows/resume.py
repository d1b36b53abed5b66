"""Takes up what earlier runs left behind: documents that they had read and not published, batches that they had coded.

A run's folder says how it ended. One that was killed says nothing, and may have been killed by what it read; so its
documents are tried a few times. One that broke off with an error (a full disk) says so, and counts as no try. The
documents of a held one go along with each later run until one is published with them, or a person refuses them.
"""

import hashlib
import os
import shutil
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
import psutil

from flows.endings import DONE, FAILED, HELD, HELD_COPY, OWNER, end, how_ended, story_of
from tasks.ingest.write import batch_label
from warehouse.connection import WarehouseError

_SAME_START = 5.0  # seconds by which the clock may have been set meanwhile
MAX_TRIES = 3  # what kills a run so often is left, lest it kill every run to come


@dataclass
class Carried:
    """Documents of earlier runs that are not in the warehouse: batches, their labels, their ids; which try this is.

    `ended` are the folders that this run takes the place of; `waiting` are documents of folders that stay held until
    this run is published.
    """

    batches: list[Path] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)
    tries: int = 1
    ended: list[Path] = field(default_factory=list)
    waiting: dict[Path, set[str]] = field(default_factory=dict)


def is_going_on(folder: Path) -> bool:
    """Whether another process is at work there, perhaps for another warehouse.

    After a restart of the machine or the container its number may be another's, which tells its start.
    """
    try:
        owner, *began = (folder / OWNER).read_text(encoding="ascii").split()
        if int(owner) == os.getpid():
            return False
        start = psutil.Process(int(owner)).create_time()
        return not began or abs(start - float(began[0])) < _SAME_START
    except psutil.AccessDenied:  # no live run may be taken for a dead one
        return True
    except (OSError, ValueError, OverflowError, psutil.NoSuchProcess):
        return False


def carry_over(
    runs: Path, into: Path, warehouse: Path, sources: Sequence[str], full_refresh: bool, known: frozenset[str]
) -> Carried:
    """Copies the documents that earlier runs with the same purpose left, and that aren't `known`, into a new run.

    A run that was killed or broke off is taken up only where all its sources are among those of the new one; of a held
    one that has others, too, the documents of the new run's sources are.
    """
    carried, wanted = Carried(), set(sources)
    left = [
        (folder, story)
        for folder, story in unpublished(runs, warehouse)
        if folder != into.parent and story["full_refresh"] == full_refresh
    ]
    whole = [(folder, story) for folder, story in left if set(story["sources"]) <= wanted]
    _give_up(whole, left, carried)
    for folder, story in left:
        if how_ended(folder) == HELD:
            _take_held(folder, into, known, carried, None if (folder, story) in whole else wanted)
        elif (folder, story) in whole and folder not in carried.ended:
            _take_broken_off(folder, story["tries"], into, known, carried)
    return carried


def _take_held(
    folder: Path, into: Path, known: frozenset[str], carried: Carried, sources: Collection[str] | None
) -> None:
    """Takes what a held run read, perhaps of some sources alone. It waits there, too, until it is published."""
    drop(folder, known)
    carried.waiting[folder] = documents_of(folder, sources)
    _take(folder, into, known, carried, sources)


def _take_broken_off(folder: Path, tries: int, into: Path, known: frozenset[str], carried: Carried) -> None:
    """Takes all that a run read that was killed, broke off or failed, in its place. Having been killed was a try."""
    _take(folder, into, known, carried)
    if carried.batches:
        carried.tries = max(carried.tries, tries + (how_ended(folder) is None))
    carried.ended.append(folder)


def _give_up(own: list[tuple[Path, dict]], left: list[tuple[Path, dict]], carried: Carried) -> None:
    """What killed one run after another is dropped, wherever else it waits."""
    for folder, story in own:
        if how_ended(folder) is None and story["tries"] >= MAX_TRIES:
            carried.ended.append(folder)
            given_up = documents_of(folder)
            for other, _ in left:
                drop(other, given_up)


def settle(carried: Carried) -> None:
    """Call it once a run is published, or brought nothing new: what waited for it waits no more."""
    for folder, ids in carried.waiting.items():
        drop(folder, ids)


def unpublished(runs: Path, warehouse: Path) -> list[tuple[Path, dict]]:
    """The folders of runs into a warehouse that left documents behind, the oldest first, with what they were for."""
    found = [(folder, _story(folder)) for folder in sorted(runs.iterdir())] if runs.is_dir() else []
    own = str(warehouse.resolve())
    return [(folder, story) for folder, story in found if story is not None and story["warehouse"] == own]


def _story(folder: Path) -> dict | None:
    """What a run was asked for that was killed, broke off, failed or is held; None for any other folder."""
    if how_ended(folder) == DONE or is_going_on(folder):
        return None
    return story_of(folder)


def documents_of(folder: Path, sources: Collection[str] | None = None) -> set[str]:
    """Ids of the documents that a run left, perhaps of some sources alone."""
    ids: set[str] = set()
    for path in _documents(folder):
        frame = pl.read_parquet(path, columns=["document_id", "source"])
        is_wanted = pl.lit(value=True) if sources is None else pl.col("source").is_in(list(sources))
        ids |= set(frame.filter(is_wanted)["document_id"])
    return ids


def drop(folder: Path, ids: Collection[str]) -> bool:
    """Removes documents from what a run left; a held run that has none any more is over. Says whether it had any."""
    paths, had = list(_documents(folder)), False
    for path in paths:
        frame = pl.read_parquet(path)
        left = frame.filter(~pl.col("document_id").is_in(list(ids)))
        had = had or left.height < frame.height
        if left.is_empty():
            path.unlink()
        elif left.height < frame.height:
            part = path.with_suffix(".part")
            left.write_parquet(part)
            part.replace(path)
    if paths and how_ended(folder) == HELD and not any(_documents(folder)):
        end(folder, DONE)
        (folder / HELD_COPY).unlink(missing_ok=True)
    return had


def _take(
    folder: Path, into: Path, known: frozenset[str], carried: Carried, sources: Collection[str] | None = None
) -> None:
    for path in _documents(folder):
        frame = pl.read_parquet(path)
        left = frame.filter(~pl.col("document_id").is_in(list(known | carried.documents)))
        left = left if sources is None else left.filter(pl.col("source").is_in(list(sources)))
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
    """What a run left. Of one that failed its own sources are read again, as they are mended by then."""
    for stage in ("carried",) if how_ended(folder) == FAILED else ("carried", "ingest"):
        yield from sorted((folder / stage).glob("documents-*.parquet"))


def cache_folder(work_dir: Path, warehouse: Path) -> Path:
    """Where the batches that runs into a warehouse made lie until one publishes, named by what they are made from."""
    return work_dir / "cache" / hashlib.sha256(str(warehouse.resolve()).encode()).hexdigest()[:12]


def can_be_accepted(folder: Path) -> bool:
    """Whether a run is held, and what it would have published is still there."""
    return how_ended(folder) == HELD and (folder / HELD_COPY).is_file()


def find_held(run: str, work_dir: Path) -> Path:
    """The folder of the held run whose id begins with `run`. Raises WarehouseError with the ids that there are.

    A run whose copy is gone can't be published by hand; its documents are in the later ones.
    """
    return _find(run, [folder for folder in _newest_first(work_dir) if can_be_accepted(folder)], "held")


def find_left(run: str, work_dir: Path) -> Path:
    """The same of all runs that left documents: held ones, and such as were killed or broke off."""
    left = [folder for folder in _newest_first(work_dir) if can_be_accepted(folder) or _has_left(folder)]
    return _find(run, left, "waiting")


def _has_left(folder: Path) -> bool:
    return _story(folder) is not None and any(_documents(folder))


def _newest_first(work_dir: Path) -> list[Path]:
    runs = work_dir / "runs"
    return sorted(runs.iterdir(), reverse=True) if runs.is_dir() else []


def _find(run: str, folders: Sequence[Path], how: str) -> Path:
    by_id = {run_id_of(folder): folder for folder in folders}
    found = [folder for run_id, folder in by_id.items() if run_id.startswith(run)] if run else []
    if len(found) != 1:
        known = f"{how} are {', '.join(run_id[:8] for run_id in by_id)}" if by_id else f"no run is {how}"
        problem = f"several {how} runs begin with" if found else f"no {how} run begins with"
        raise WarehouseError(f"{problem} {run!r}; {known}")
    return found[0]


def run_id_of(folder: Path) -> str:
    """The id of the run whose folder it is."""
    return folder.name.rsplit("-", 1)[-1]
