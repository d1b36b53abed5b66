"""Accepted batches into a private copy of the warehouse, marts over them, checks on the whole."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl

from warehouse.build import build, refresh_marts, run_checks
from warehouse.connection import open_writer
from warehouse.writer import LoadCount, load


def load_batches(
    candidate: Path, files: Mapping[str, Sequence[Path]], run_id: str | None = None
) -> dict[str, LoadCount]:
    """Loads the Parquet files into the candidate in one transaction; gives rows inserted, replaced and unchanged.

    With `run_id` the load is the state that `--as-of` finds by that run.
    """
    with open_writer(candidate) as con:
        build(con)
        return load(con, files, run_id)


def refresh_candidate(candidate: Path) -> list[tuple[str, str]]:
    """Computes the marts anew and checks the candidate; gives the checks that found rows, each with what it found."""
    with open_writer(candidate) as con:
        refresh_marts(con)
        return [
            (name, f"{name}: {len(rows)} rows break it, such as {rows[0]}") for name, rows in run_checks(con) if rows
        ]


def write_run(row: pl.DataFrame, folder: Path) -> Path:
    """The `run` table's one row as a Parquet file to load."""
    path = folder / "run.parquet"
    row.write_parquet(path)
    return path
