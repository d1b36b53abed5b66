"""Batches between stages: Parquet files by table, handed on by path."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from schemas import TABLES, Table

# Table name to the path of its Parquet file: all that one task tells another.
Batch = dict[str, str]


def write_batch(frames: Mapping[str, pl.DataFrame], folder: Path) -> Batch:
    """Writes each frame as <folder>/<table>.parquet and gives the paths. An earlier file of that name is replaced."""
    folder.mkdir(parents=True, exist_ok=True)
    batch: Batch = {}
    for table, frame in frames.items():
        path = folder / f"{table}.parquet"
        part = path.with_suffix(".part")
        frame.write_parquet(part)
        part.replace(path)
        batch[table] = str(path)
    return batch


def read_table(batch: Batch, table: str) -> pl.DataFrame:
    """The table of a batch."""
    return pl.read_parquet(batch[table])


def by_table(batches: Iterable[Batch]) -> dict[str, list[Path]]:
    """The paths of many batches, collected by table, in order."""
    paths: dict[str, list[Path]] = {}
    for batch in batches:
        for table, path in batch.items():
            paths.setdefault(table, []).append(Path(path))
    return paths


def empty(table: str) -> pl.DataFrame:
    """A table without rows, of the right columns."""
    model: type[Table] = TABLES[table]
    return model.frame([])
