"""Makes and refreshes everything in a warehouse that SQL files describe, and runs its checks."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import duckdb

from seeds.reader import read_contexts, read_countries, read_currencies, read_events, seeds_digest
from warehouse.comments import comment_columns, glossary, quoted, table_comments
from warehouse.connection import SCHEMA_VERSION

_FOLDER = Path(__file__).parent
_MAX_ROWS = 100
# Macros from this number on may read marts, and are made after them; those before may be read by marts.
FIRST_OF_MARTS = 8


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
    """The `-- key: value` lines at the head of a SQL file; a line `--   …` goes on with the one before."""
    header: dict[str, str] = {}
    key = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if (match := re.match(r"-- {2,}(\S.*)$", line)) and key:
            header[key] += f" {match[1].strip()}"
        elif match := re.match(r"-- (\w+): (.+)$", line):
            key = match[1]
            header[key] = match[2].strip()
        else:
            break
    return header


def build(con: duckdb.DuckDBPyConnection) -> None:
    """Make tables, dimensions, views, macros and marts in `con`. Doing it again changes nothing.

    Where another program's SQL made them, views, macros and marts are made anew. Raises duckdb.Error where a SQL file
    is wrong.
    """
    con.begin()
    try:
        make_tables(con)
        fill_dimensions(con)
        if _value(con, "sql_digest") != sql_digest():
            _make_readable(con)
            con.execute("INSERT OR REPLACE INTO meta VALUES ('sql_digest', ?)", [sql_digest()])
        con.commit()
    except BaseException:
        con.rollback()
        raise


def make_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Make the tables that aren't there yet, without rows."""
    for path in sql_files("ddl"):
        con.execute(path.read_text(encoding="utf-8"))


def refresh_marts(con: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Make every mart anew from the tables. Marts read no other mart. Gives the rows of each by its name."""
    rows: dict[str, int] = {}
    con.begin()
    try:
        ddl = table_comments(con, table_names())
        for path in sql_files("marts"):
            _make_mart(con, path, ddl)
            rows[path.stem] = _count(con, path.stem)
        con.commit()
    except BaseException:
        con.rollback()
        raise
    return rows


def sql_digest() -> str:
    """Changes with any view, macro or mart: tells whether a file holds those of this program."""
    digest = hashlib.sha256()
    for kind in ("views", "marts", "macros"):
        for path in sql_files(kind):
            digest.update(path.read_bytes())
    digest.update(repr(glossary()).encode())
    return digest.hexdigest()[:16]


def run_checks(con: duckdb.DuckDBPyConnection) -> list[tuple[str, list[tuple]]]:
    """Each check of checks/ with the rows that break it, at most a hundred. No row: it passes."""
    return [(path.stem, _rows(con, path)) for path in sql_files("checks")]


def fill_dimensions(con: duckdb.DuckDBPyConnection) -> None:
    """Bring the dimensions to the state of the seeds, where these have changed since. Call it in a transaction."""
    if _value(con, "seeds_digest") == seeds_digest():
        return
    for table, rows in _dimensions():
        _replace_all(con, table, rows)
    for fact in (("schema_version", str(SCHEMA_VERSION)), ("seeds_digest", seeds_digest())):
        con.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", fact)


def _value(con: duckdb.DuckDBPyConnection, key: str) -> str | None:
    """A fact on the warehouse."""
    row = con.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
    return str(row[0]) if row else None


def _make_readable(con: duckdb.DuckDBPyConnection) -> None:
    """Make views, then what reads them, in an order in which all that is read is there: DuckDB binds at once."""
    ddl = table_comments(con, table_names())
    for path in sql_files("views"):
        con.execute(path.read_text(encoding="utf-8"))
        _comment(con, path)
        comment_columns(con, object_name(path), ddl)
    macros = sql_files("macros")
    for path in [one for one in macros if int(one.stem[:2]) < FIRST_OF_MARTS]:
        _make_macro(con, path)
    for path in sql_files("marts"):
        _make_mart(con, path, ddl)
    for path in [one for one in macros if int(one.stem[:2]) >= FIRST_OF_MARTS]:
        _make_macro(con, path)


def _make_macro(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    con.execute(path.read_text(encoding="utf-8"))
    _comment(con, path)


def _make_mart(con: duckdb.DuckDBPyConnection, path: Path, ddl: dict[str, str]) -> None:
    """Compute one mart anew, with its question as its comment, and one on each column."""
    con.execute(f"CREATE OR REPLACE TABLE {path.stem} AS {path.read_text(encoding='utf-8')}")
    header = read_header(path)
    con.execute(f"COMMENT ON TABLE {path.stem} IS {quoted(_explanation(header))}")
    comment_columns(con, path.stem, ddl)


def _dimensions() -> Iterator[tuple[str, list[tuple]]]:
    yield "country", [astuple(row) for row in read_countries().values()]
    yield "event_type", [astuple(row) for row in read_events().values()]
    yield "context", list(read_contexts().items())
    yield "currency", [astuple(row) for row in read_currencies().values()]


def _replace_all(con: duckdb.DuckDBPyConnection, table: str, rows: list[tuple]) -> None:
    """Replace a small table's rows in one statement, bound as one JSON text.

    Of bound lists, DuckDB looks at each value on its own, and for each it tries in vain to import pandas.
    """
    columns = con.execute(
        "SELECT column_name, data_type FROM duckdb_columns()"
        " WHERE table_name = ? AND database_name = current_database() ORDER BY column_index",
        [table],
    ).fetchall()
    names = [name for name, _ in columns]
    told = json.dumps([dict(zip(names, row, strict=True)) for row in rows], default=str)
    con.execute(f"DELETE FROM {table}")
    con.execute(
        f"INSERT INTO {table} SELECT unnest(from_json(?::JSON, ?), max_depth := 2)", [told, json.dumps([dict(columns)])]
    )


def _comment(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Keep the file's header beside the view or macro that it made, where an analyst's tool shows it."""
    sql, header = path.read_text(encoding="utf-8"), read_header(path)
    kind = "VIEW" if path.parent.name == "views" else "MACRO TABLE" if " AS TABLE\n" in sql else "MACRO"
    con.execute(f"COMMENT ON {kind} {object_name(path)} IS {quoted(_explanation(header))}")


def _explanation(header: dict[str, str]) -> str:
    """A file's header as one comment: question and grain, then how it is called and reckoned, where the file says."""
    parts = [header["question"], f"Grain: {header['grain']}"]
    parts += [f"{key.capitalize()}: {header[key]}" for key in ("usage", "formula", "source") if key in header]
    return " ".join(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts)


def _rows(con: duckdb.DuckDBPyConnection, path: Path) -> list[tuple]:
    return con.execute(path.read_text(encoding="utf-8")).fetchmany(_MAX_ROWS)


def _count(con: duckdb.DuckDBPyConnection, table: str) -> int:
    row = con.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(row[0]) if row else 0
