"""Batches between stages: Parquet files by table, handed on by path."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from schemas import TABLES, Table

# Table name to the path of its Parquet file: all that one task tells another.
Batch = dict[str, str]


def write_batch(frames: Mapping[str, pl.DataFrame], folder: Path) -> Batch:
    """Writes each frame as <folder>/<table>.parquet and gives the paths. An earlier folder of that name is replaced.

    The folder appears whole or not at all, so that one which is there can be trusted after a run was killed.
    """
    part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for table, frame in frames.items():
        frame.write_parquet(part / f"{table}.parquet")
    shutil.rmtree(folder, ignore_errors=True)
    part.rename(folder)
    return {table: str(folder / f"{table}.parquet") for table in frames}


def find_batch(folder: Path) -> Batch | None:
    """The batch that an earlier try wrote whole into `folder`; None where there is none."""
    paths = sorted(folder.glob("*.parquet"))
    return {path.stem: str(path) for path in paths} or None


def digest(paths: Iterable[str | Path], *more: str) -> str:
    """Twenty hex digits over the content of files and some words: the name of what is made from them."""
    found = hashlib.sha256("\x1f".join(more).encode())
    for path in paths:
        found.update(hashlib.sha256(Path(path).read_bytes()).digest())
    return found.hexdigest()[:20]


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
