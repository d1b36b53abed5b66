"""The DDL and the pandera models say the same of every table."""

import duckdb
import polars as pl
import pytest

from schemas import TABLES
from warehouse.build import build, table_names

DUCKDB_TYPES = {
    pl.String: {"VARCHAR"},
    pl.Int64: {"INTEGER", "BIGINT"},
    pl.Float64: {"DOUBLE"},
    pl.Boolean: {"BOOLEAN"},
    pl.Date: {"DATE"},
    pl.Datetime: {"TIMESTAMP"},
    pl.List: {"INTEGER[]"},
}
OWN_TABLES = {"meta", "country", "event_type", "context", "currency", "revision", "article_revision"}


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        build(connection)
        yield connection


def ddl_columns(con, table):
    return con.execute(
        "SELECT column_name, data_type, is_nullable FROM duckdb_columns() WHERE table_name = ? ORDER BY column_index",
        [table],
    ).fetchall()


def test_every_model_has_a_table():
    assert set(table_names()) == set(TABLES) | OWN_TABLES


@pytest.mark.parametrize("table", TABLES)
def test_columns_are_the_models(con, table):
    assert [name for name, _, _ in ddl_columns(con, table)] == list(TABLES[table].columns())


@pytest.mark.parametrize("table", TABLES)
def test_types_are_the_models(con, table):
    types = TABLES[table].columns()
    wrong = {
        name: (data_type, types[name])
        for name, data_type, _ in ddl_columns(con, table)
        if data_type not in DUCKDB_TYPES[types[name].base_type()]
    }
    assert wrong == {}


@pytest.mark.parametrize("table", TABLES)
def test_null_is_allowed_where_the_model_allows_it(con, table):
    model = {name: column.nullable for name, column in TABLES[table].to_schema().columns.items()}
    assert {name: is_nullable for name, _, is_nullable in ddl_columns(con, table)} == model


@pytest.mark.parametrize("table", TABLES)
def test_unique_column_is_the_key(con, table):
    unique = [name for name, column in TABLES[table].to_schema().columns.items() if column.unique]
    key = con.execute(
        "SELECT constraint_column_names FROM duckdb_constraints()"
        " WHERE table_name = ? AND constraint_type = 'PRIMARY KEY'",
        [table],
    ).fetchone()[0]
    assert key == unique or (not unique and len(key) == 2 and key[0] == "article_id")


def test_every_table_and_column_is_explained(con):
    silent = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL UNION ALL"
        " SELECT table_name || '.' || column_name FROM duckdb_columns()"
        " WHERE comment IS NULL AND list_contains(?, table_name)",
        [table_names()],
    ).fetchall()
    # Marts are commented when they are refreshed.
    assert [name for (name,) in silent if not name.startswith("mart_")] == []
