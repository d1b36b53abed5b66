"""Clears away the folders of earlier runs, but for what a later run, or a person, may still want of them."""

import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from flows.endings import BROKEN, FAILED, HELD, HELD_COPY, STORY, how_ended, story_of
from flows.resume import documents_of, is_going_on

KEEP_HELD = 7  # held runs a warehouse whose copies are kept
_MOST_WAITING = 10  # killed runs whose folders are kept for a run with the same sources


def forget(runs: Path, keep: int, own: Path, keep_held: int = KEEP_HELD) -> None:
    """Of the runs that are over: removes all but the newest folders, and the private copies that killed ones left.

    Of each warehouse the last `keep_held` runs that were held for a look stay whole. Older ones lose their copy, and go
    once all their documents are in newer ones. Runs that a later one may take up stay, too, unless there are many.
    """
    over = [folder for folder in sorted(runs.iterdir(), reverse=True) if folder != own and not is_going_on(folder)]
    held = [one for folders in _held_by_warehouse(over).values() for one in _held_to_keep(folders, keep_held)]
    waiting = [folder for folder in over if (folder / STORY).exists() and _may_be_taken_up(folder)]
    newest = [folder for folder in (*over[:keep], *waiting[:_MOST_WAITING]) if how_ended(folder) != HELD]
    kept = {*newest, *held}  # of held runs their own number decides, not how new they are
    for folder in over:
        if folder not in kept:
            remove(folder)
            continue
        for path in [*folder.glob("*.private.duckdb*"), *(() if folder in held else folder.glob(f"{HELD_COPY}*"))]:
            remove(path)


def _may_be_taken_up(folder: Path) -> bool:
    how = how_ended(folder)
    return how in {None, BROKEN} or (how == FAILED and bool(documents_of(folder)))


def _held_by_warehouse(over: Sequence[Path]) -> dict[str, list[Path]]:
    """The held runs, newest first."""
    found: dict[str, list[Path]] = defaultdict(list)
    for folder in over:
        if how_ended(folder) == HELD:
            found[(story_of(folder) or {}).get("warehouse", "")].append(folder)
    return found


def _held_to_keep(folders: Sequence[Path], keep: int) -> list[Path]:
    """Of one warehouse's held runs those that are still wanted; the others' copies are removed."""
    kept = list(folders[:keep])
    elsewhere: set[str] = set().union(*(documents_of(one) for one in kept))
    for folder in folders[keep:]:
        remove(folder / HELD_COPY)
        documents = documents_of(folder)
        if not documents <= elsewhere:
            kept.append(folder)
            elsewhere |= documents
    return kept


def remove(path: Path) -> None:
    """Removes a file, or a folder with all in it, where it is there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
