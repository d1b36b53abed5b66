"""Comments on everything that an analyst's tool shows: from the SQL files' headers, the DDL and glossary.csv."""

import csv
from functools import cache
from pathlib import Path

import duckdb


@cache
def glossary() -> dict[str, str]:
    """What a column of a view, mart or macro means, by its name, or by object and name where it differs there."""
    path = Path(__file__).with_name("glossary.csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["column"]: row["comment"] for row in csv.DictReader(lines)}


def column_comment(ddl: dict[str, str], thing: str, column: str) -> str | None:
    """The comment on one column: the thing's own, the general one, or that of the one table that has such a column."""
    known = glossary()
    return known.get(f"{thing}.{column}") or known.get(column) or ddl.get(column)


def table_comments(con: duckdb.DuckDBPyConnection, tables: list[str]) -> dict[str, str]:
    """Comments of the DDL by column name, where no two tables say something else of one name."""
    rows = con.execute(
        "SELECT column_name, any_value(comment) FROM duckdb_columns() WHERE list_contains(?, table_name)"
        " AND database_name = current_database() GROUP BY column_name HAVING count(DISTINCT comment) = 1",
        [tables],
    ).fetchall()
    return dict(rows)


def comment_columns(con: duckdb.DuckDBPyConnection, thing: str, ddl: dict[str, str]) -> None:
    """Comment on every column of a view or mart. One that has none to take stays silent: the contract test sees it."""
    columns = con.execute(
        "SELECT column_name FROM duckdb_columns() WHERE table_name = ? AND database_name = current_database()", [thing]
    ).fetchall()
    for (column,) in columns:
        comment = column_comment(ddl, thing, column)
        if comment:
            con.execute(f'COMMENT ON COLUMN {thing}."{column}" IS {quoted(comment)}')


def quoted(text: str) -> str:
    """`text` as a SQL literal: COMMENT takes no bound value."""
    return "'" + text.replace("'", "''") + "'"
