"""`detente publish`: a run that was held is published, or what it read is refused, after someone has looked at it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl

from flows.due import forget_times, times_file
from flows.endings import DONE, HELD_COPY, STORY, end, story_of
from flows.forget import remove
from flows.judging import FILES
from flows.resume import cache_folder, documents_of, drop, find_held, find_left, run_id_of, unpublished
from schemas import RunMeasure, RunVerdict
from tasks.load.step import load_batches, refresh_candidate
from warehouse.connection import WarehouseError, open_reader
from warehouse.history import Revision, revisions
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive, private_copy, publish


def accept(run: str, work_dir: Path) -> tuple[str, Path]:
    """Publishes the held run whose id begins with `run`; gives its id and the warehouse that it went into.

    Its rows are loaded anew into the warehouse as it stands now, so that what other runs published since stays. Raises
    WarehouseError, in one line, where no such run is held or its rows can't be loaded, and where it began an empty
    warehouse (`--full-refresh`) and another run has published since, whose rows would be gone.
    """
    folder = find_held(run, work_dir)
    run_id = run_id_of(folder)
    story = json.loads((folder / STORY).read_text(encoding="utf-8"))
    files = {
        table: [Path(path) for path in paths]
        for table, paths in json.loads((folder / FILES).read_text(encoding="utf-8")).items()
    }
    warehouse = Path(story["warehouse"])
    with exclusive(warehouse):
        bring_up_to_date(warehouse, work_dir)
        if story["full_refresh"] and warehouse.exists():
            _refuse_overtaken(folder, run_id, warehouse)
        judgement = _accepted(folder, run_id)
        candidate = private_copy(warehouse, folder, fresh=story["full_refresh"])
        load_batches(candidate, files, run_id)
        load_batches(candidate, judgement)
        refresh_candidate(candidate)
        publish(candidate, warehouse)
        _settle(folder, warehouse)
        remove(cache_folder(work_dir, warehouse))
    return run_id, warehouse


def _refuse_overtaken(folder: Path, run_id: str, warehouse: Path) -> None:
    """Raises WarehouseError where the warehouse's last state is younger than that of a run that would begin it anew."""
    last, held = _last_revision(warehouse), _last_revision(folder / HELD_COPY)
    if last and (held is None or last.loaded_at > held.loaded_at):
        raise WarehouseError(
            f"run {run_id[:8]} began an empty warehouse, and {last.words} was published since, which it would delete: "
            f"run the sources again with --full-refresh, or drop it with `detente publish --refuse {run_id[:8]}`"
        )


def _last_revision(path: Path) -> Revision | None:
    with open_reader(path) as con:
        return next(iter(revisions(con)), None)


def _settle(folder: Path, warehouse: Path) -> None:
    """What was published waits nowhere any more."""
    documents = documents_of(folder)
    for other, _ in unpublished(folder.parent, warehouse):
        drop(other, documents)
    end(folder, DONE)
    remove(folder / HELD_COPY)


def refuse(run: str, work_dir: Path) -> tuple[str, Path, int]:
    """Drops what the run whose id begins with `run` read: no later run gets it, and its sources are due at once.

    The run is held, was killed or broke off. Gives its id, its warehouse and how many documents were dropped. Another
    held run that holds some of them can't be published by hand any more; the rest of its documents go along with the
    next run.
    """
    folder = find_left(run, work_dir)
    story = story_of(folder) or {}
    warehouse = Path(story["warehouse"])
    with exclusive(warehouse):
        documents = documents_of(folder)
        for other, _ in unpublished(folder.parent, warehouse):
            if drop(other, documents):
                remove(other / HELD_COPY)
        end(folder, DONE)
        remove(folder / HELD_COPY)
        forget_times(times_file(work_dir, warehouse), story["sources"])
    return run_id_of(folder), warehouse, len(documents)


def _accepted(folder: Path, run_id: str) -> dict[str, list[Path]]:
    """The judgement that the held copy holds, with the time of its acceptance, as files to load."""
    try:
        with open_reader(folder / HELD_COPY) as con:
            verdict = _rows(con, "run_verdict", run_id)
            measures = _rows(con, "run_measure", run_id)
    except duckdb.Error as error:
        raise WarehouseError(f"{folder / HELD_COPY} cannot be read: {str(error).splitlines()[0]}") from error
    now = datetime.now(UTC).replace(tzinfo=None)
    frames: dict[str, pl.DataFrame] = {
        "run_verdict": RunVerdict.frame([{**row, "accepted_at": now} for row in verdict]),
        "run_measure": RunMeasure.frame(measures),
    }
    paths = {name: [folder / f"accepted-{name}.parquet"] for name in frames}
    for name, frame in frames.items():
        frame.write_parquet(paths[name][0])
    return paths


def _rows(con: duckdb.DuckDBPyConnection, table: str, run_id: str) -> list[dict]:
    found = con.execute(f"SELECT * FROM {table} WHERE run_id = ?", [run_id])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
