"""Makes and refreshes everything in a warehouse that SQL files describe, and runs its checks."""

import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import duckdb

from seeds.reader import read_contexts, read_countries, read_currencies, read_events, seeds_digest
from warehouse.connection import SCHEMA_VERSION

_FOLDER = Path(__file__).parent
_MAX_ROWS = 100


def sql_files(kind: str) -> list[Path]:
    """The SQL files of a folder (ddl, views, macros, marts, checks, queries) in the order of their names."""
    return sorted((_FOLDER / kind).glob("*.sql"))


def table_names() -> list[str]:
    """The tables that ddl/ makes, in order: the only names that SQL here is ever put together from."""
    return [object_name(path) for path in sql_files("ddl")]


def object_name(path: Path) -> str:
    """What a numbered SQL file makes: `mention` of `11_mention.sql`."""
    return path.stem.split("_", 1)[1]


def read_header(path: Path) -> dict[str, str]:
    """The `-- key: value` lines at the head of a SQL file."""
    header: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = re.match(r"-- (\w+): (.+)$", line)
        if not match:
            break
        header[match[1]] = match[2].strip()
    return header


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make tables, dimensions, views, macros and marts in `con`. Doing it again changes nothing.

    Views and macros are made anew, so that a newer program's hold. Raises duckdb.Error where a SQL file is wrong.
    """
    con.begin()
    try:
        for path in sql_files("ddl"):
            con.execute(path.read_text(encoding="utf-8"))
        fill_dimensions(con)
        for path in [*sql_files("views"), *sql_files("macros")]:
            con.execute(path.read_text(encoding="utf-8"))
            _comment(con, path)
        for path in sql_files("marts"):
            con.execute(f"CREATE TABLE IF NOT EXISTS {path.stem} AS {path.read_text(encoding='utf-8')}")
        con.commit()
    except BaseException:
        con.rollback()
        raise


def refresh_marts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Make every mart anew from the tables. Marts read no other mart. Gives the rows of each by its name."""
    rows: dict[str, int] = {}
    con.begin()
    try:
        for path in sql_files("marts"):
            con.execute(f"CREATE OR REPLACE TABLE {path.stem} AS {path.read_text(encoding='utf-8')}")
            header = read_header(path)
            comment = f"{header['question']} Grain: {header['grain']}"
            con.execute(f"COMMENT ON TABLE {path.stem} IS {_quoted(comment)}")
            rows[path.stem] = _count(con, path.stem)
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return rows


def run_checks(con: duckdb.DuckDBPyConnection) -> list[tuple[str, list[tuple]]]:
    """Each check of checks/ with the rows that break it, at most a hundred. No row: it passes."""
    return [(path.stem, _rows(con, path)) for path in sql_files("checks")]


def fill_dimensions(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the dimensions to the state of the seeds, where these have changed since. Call it in a transaction."""
    row = con.execute("SELECT value FROM meta WHERE key = 'seeds_digest'").fetchone()
    if row == (seeds_digest(),):
        return
    for table, rows in _dimensions():
        _replace_all(con, table, rows)
    meta = [("schema_version", str(SCHEMA_VERSION)), ("seeds_digest", seeds_digest())]
    _replace_all(con, "meta", meta)


def _dimensions() -> Iterator[tuple[str, list[tuple]]]:
    yield "country", [astuple(row) for row in read_countries().values()]
    yield "event_type", [astuple(row) for row in read_events().values()]
    yield "context", list(read_contexts().items())
    yield "currency", [astuple(row) for row in read_currencies().values()]


def _replace_all(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    """Replace a small table's rows in one statement: a bound list a column, in the order of the table's columns."""
    types = con.execute(
        "SELECT data_type FROM duckdb_columns() WHERE table_name = ? AND database_name = current_database()"
        " ORDER BY column_index",
        [table],
    ).fetchall()
    lists = ", ".join(f"unnest(?::{data_type}[])" for (data_type,) in types)
    con.execute(f"DELETE FROM {table}")
    con.execute(f"INSERT INTO {table} SELECT {lists}", [list(column) for column in zip(*rows, strict=True)])


def _comment(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Keep the file's header beside the view or macro that it made, where an analyst's tool shows it."""
    sql, header = path.read_text(encoding="utf-8"), read_header(path)
    kind = "VIEW" if path.parent.name == "views" else "MACRO TABLE" if " AS TABLE\n" in sql else "MACRO"
    usage = f" Usage: {header['usage']}" if "usage" in header else ""
    comment = f"{header['question']} Grain: {header['grain']}{usage}"
    con.execute(f"COMMENT ON {kind} {object_name(path)} IS {_quoted(comment)}")


def _rows(con: duckdb.DuckDBPyConnection, path: Path) -> list[tuple]:
    return con.execute(path.read_text(encoding="utf-8")).fetchmany(_MAX_ROWS)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0


def _quoted(text: str) -> str:
    """`text` as a SQL literal: COMMENT takes no bound value."""
    return "'" + text.replace("'", "''") + "'"
