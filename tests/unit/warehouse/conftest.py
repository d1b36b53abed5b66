"""Fixtures on the tiny warehouse."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tiny_warehouse import Files, Row, Rows, make_id, make_rows

from schemas import TABLES
from seeds.reader import read_events
from warehouse.build import build, refresh_marts
from warehouse.connection import open_writer
from warehouse.writer import load


@pytest.fixture
def rows() -> Rows:
    """All rows of the tiny warehouse, to change before loading."""
    return make_rows()


def write_rows(rows: Rows, folder: Path) -> Files:
    """Write rows as one Parquet file a table, valid by its model; gives the files as `load` takes them."""
    folder.mkdir()
    for table, table_rows in rows.items():
        TABLES[table].validate(TABLES[table].frame(table_rows)).write_parquet(folder / f"{table}.parquet")
    return {table: [folder / f"{table}.parquet"] for table in rows}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Rows], Files]:
    """Writes rows into a new folder at each call."""
    calls = count()
    return lambda rows: write_rows(rows, tmp_path / f"batch{next(calls)}")


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the warehouse empty and the warehouse tiny, made once: building is the slow part."""
    folder = tmp_path_factory.mktemp("templates")
    with open_writer(folder / "empty.duckdb") as connection:
        build(connection)
    shutil.copy(folder / "empty.duckdb", folder / "tiny.duckdb")
    with open_writer(folder / "tiny.duckdb") as connection:
        load(connection, write_rows(make_rows(), folder / "batch"))
        refresh_marts(connection)
    return folder


@pytest.fixture
def empty(templates: Path, tmp_path: Path) -> Path:
    """A built warehouse without a row."""
    return Path(shutil.copy(templates / "empty.duckdb", tmp_path / "empty.duckdb"))


@pytest.fixture
def published(templates: Path, tmp_path: Path) -> Path:
    """The tiny warehouse as a closed file."""
    return Path(shutil.copy(templates / "tiny.duckdb", tmp_path / "detente.duckdb"))


@pytest.fixture
def con(published: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes to the tiny warehouse, loaded and with its marts."""
    with open_writer(published) as connection:
        yield connection


@pytest.fixture
def records(con: duckdb.DuckDBPyConnection) -> Callable[..., list[Row]]:
    """Runs a query on the tiny warehouse and gives its rows as dicts."""

    return _fetcher(con)


def _fetcher(con: duckdb.DuckDBPyConnection) -> Callable[..., list[Row]]:
    def fetch(sql: str, values: list[Any] | None = None) -> list[Row]:
        result = con.execute(sql, values or [])
        names = [column[0] for column in result.description]
        return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

    return fetch


@pytest.fixture(scope="session")
def built() -> Iterator[duckdb.DuckDBPyConnection]:
    """A built warehouse in memory, for `world`."""
    with duckdb.connect() as connection:
        build(connection)
        yield connection


@pytest.fixture
def world(built: duckdb.DuckDBPyConnection) -> Callable[..., Callable[..., list[Row]]]:
    """Fills the warehouse with relations alone: (story, day or None, source, target, event, status, context)."""

    def fill(*acts: tuple) -> Callable[..., list[Row]]:
        built.execute("DELETE FROM relation")
        built.execute("DELETE FROM article")
        for story in {act[0] for act in acts}:
            text = ["wire", story, None, None, None, "", 0, "Words.", "en", 1, True, "mixed", True, True]
            built.execute(f"INSERT INTO article VALUES ({', '.join('?' * 15)})", [story, *text])
        for number, act in enumerate(acts):
            story, day, source, target, event, status, context = (*act, "actual", "other")[:7]
            kind = read_events()[event]
            built.execute(
                "INSERT INTO relation VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0.9, 0, 1, ?, 'v')",
                [
                    *(make_id(number), story, source, target, kind.is_symmetric, event, kind.quad),
                    *(context, status, kind.intensity, day),
                ],
            )
        refresh_marts(built)
        return _fetcher(built)

    return fill
