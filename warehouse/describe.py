"""What a warehouse holds, in words: tables, views, marts and macros, with what the file's comments say of each."""

from dataclasses import dataclass

import duckdb

from warehouse.build import read_header, sql_files, table_names
from warehouse.comments import column_comment, table_comments

KINDS = ("table", "view", "mart", "macro")


@dataclass(frozen=True)
class Column:
    """A column with its type and comment."""

    name: str
    type: str
    comment: str


@dataclass(frozen=True)
class Thing:
    """A table, view, mart or macro. `usage` is how a macro is called; a scalar macro has no columns."""

    name: str
    kind: str
    comment: str
    columns: tuple[Column, ...]
    usage: str = ""


def describe(con: duckdb.DuckDBPyConnection) -> list[Thing]:
    """Everything in the warehouse, tables first, in the order in which it is made."""
    ddl = table_comments(con, table_names())
    views = [path.stem.split("_", 1)[1] for path in sql_files("views")]
    marts = [path.stem for path in sql_files("marts")]
    named = [*((name, "table") for name in table_names()), *((name, "view") for name in views)]
    named += [(name, "mart") for name in marts]
    comments, columns = _comments(con), _columns(con)
    found = [Thing(name, kind, comments.get(name, ""), tuple(columns.get(name, ()))) for name, kind in named]
    return found + [
        _macro(con, path.stem.split("_", 1)[1], read_header(path)["usage"], comments, ddl)
        for path in sql_files("macros")
    ]


def _macro(
    con: duckdb.DuckDBPyConnection, name: str, usage: str, comments: dict[str, str], ddl: dict[str, str]
) -> Thing:
    """A macro with the columns that its usage gives, where it is one that gives a table."""
    columns: list[Column] = []
    if usage.startswith("SELECT * FROM"):
        for column, data_type in con.execute(f"SELECT column_name, column_type FROM (DESCRIBE {usage})").fetchall():
            columns.append(Column(column, data_type, column_comment(ddl, name, column) or ""))
    return Thing(name, "macro", comments.get(name, ""), tuple(columns), usage)


def _comments(con: duckdb.DuckDBPyConnection) -> dict[str, str]:
    rows = con.execute(
        "SELECT table_name, comment FROM duckdb_tables() UNION ALL"
        " SELECT view_name, comment FROM duckdb_views() WHERE NOT internal UNION ALL"
        " SELECT function_name, comment FROM duckdb_functions() WHERE NOT internal"
    ).fetchall()
    return {name: comment or "" for name, comment in rows}


def _columns(con: duckdb.DuckDBPyConnection) -> dict[str, list[Column]]:
    found: dict[str, list[Column]] = {}
    rows = con.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal"
        " ORDER BY table_name, column_index"
    ).fetchall()
    for table, column, data_type, comment in rows:
        found.setdefault(table, []).append(Column(column, data_type, comment or ""))
    return found
