"""Building: again changes nothing, and an analyst's tool shows what each thing is."""

import pytest

from seeds.reader import read_contexts, read_countries, read_currencies, read_events
from warehouse.build import build, read_header, sql_files, table_names
from warehouse.connection import open_writer


def catalog(con):
    return con.execute(
        "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL"
    ).fetchall()


def test_building_again_keeps_everything(con):
    before = catalog(con), con.execute("SELECT count(*) FROM relation").fetchone()
    marts = con.execute("FROM mart_dyad").fetchall()
    build(con)
    assert (catalog(con), con.execute("SELECT count(*) FROM relation").fetchone()) == before
    assert con.execute("FROM mart_dyad").fetchall() == marts


def test_dimensions_hold_the_seeds(con):
    sizes = {"country": read_countries(), "event_type": read_events(), "context": read_contexts()}
    for table, seeds in (sizes | {"currency": read_currencies()}).items():
        assert con.execute(f"SELECT count(*) FROM {table}").fetchone() == (len(seeds),)
    soviet = con.execute("SELECT kind, successor, year(valid_to) FROM country WHERE iso3 = 'SUN'").fetchone()
    assert soviet == ("historic", "RUS", 1991)
    assert con.execute("SELECT intensity, quad FROM event_type WHERE event = 'AID'").fetchone() == (
        7.0,
        "material_cooperation",
    )


def test_dimensions_follow_changed_seeds(con, monkeypatch):
    con.execute("UPDATE country SET name = 'Old name' WHERE iso3 = 'PAK'")
    con.execute("INSERT INTO context VALUES ('gone', 'no longer a context')")
    build(con)
    assert con.execute("SELECT name FROM country WHERE iso3 = 'PAK'").fetchone() == ("Old name",)
    monkeypatch.setattr("warehouse.build.seeds_digest", lambda: "another")
    build(con)
    assert con.execute("SELECT name FROM country WHERE iso3 = 'PAK'").fetchone() == ("Pakistan",)
    assert con.execute("SELECT count(*) FROM context WHERE context = 'gone'").fetchone() == (0,)


def test_failed_build_leaves_nothing_behind(tmp_path, monkeypatch):
    def broken():
        raise ValueError("seeds/countries.csv: no date")

    monkeypatch.setattr("warehouse.build.read_countries", broken)
    with open_writer(tmp_path / "w.duckdb") as con:
        with pytest.raises(ValueError, match="countries"):
            build(con)
        assert catalog(con) == []


def test_tables_marts_and_macros_carry_their_question(con):
    uncommented = con.execute(
        "SELECT table_name FROM duckdb_tables() WHERE comment IS NULL"
        " UNION ALL SELECT view_name FROM duckdb_views() WHERE comment IS NULL AND NOT internal"
        " UNION ALL SELECT function_name FROM duckdb_functions() WHERE comment IS NULL AND NOT internal"
    ).fetchall()
    assert uncommented == []


def test_header_ends_where_the_query_begins(tmp_path):
    path = tmp_path / "mart_x.sql"
    path.write_text("-- question: Which: one?\n-- grain: one row\nSELECT 1\n-- note: no header\n")
    assert read_header(path) == {"question": "Which: one?", "grain": "one row"}


def test_files_are_numbered_apart():
    for kind in ("ddl", "views", "macros"):
        numbers = [path.stem.split("_")[0] for path in sql_files(kind)]
        assert len(set(numbers)) == len(numbers)
    assert len(set(table_names())) == len(table_names())
