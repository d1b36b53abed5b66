"""Every SQL file that an analyst meets has its header, and what it promises holds."""

import ast
import re
from pathlib import Path

import duckdb
import pytest

from warehouse.build import build, object_name, read_header, refresh_marts, sql_files

ROOT = Path(__file__).parents[2]
HEADED = [path for kind in ("views", "macros", "marts", "checks", "queries") for path in sql_files(kind)]
TABLE_MACROS = [path for path in sql_files("macros") if " AS TABLE\n" in path.read_text(encoding="utf-8")]
ids = [f"{path.parent.name}/{path.stem}" for path in HEADED]


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        build(connection)
        refresh_marts(connection)
        yield connection


def columns(con, sql):
    return [column[0] for column in con.execute(sql).description]


@pytest.mark.parametrize("path", HEADED, ids=ids)
def test_file_begins_with_question_and_grain(path):
    header = read_header(path)
    assert list(header)[:2] == ["question", "grain"]
    assert header["question"].endswith("?")
    assert header["grain"].startswith("one ")


@pytest.mark.parametrize("path", sql_files("macros"), ids=lambda path: path.stem)
def test_usage_of_a_macro_works_as_it_stands(con, path):
    usage = read_header(path)["usage"]
    assert f"{object_name(path)}(" in usage
    assert columns(con, usage)


@pytest.mark.parametrize("path", sql_files("queries"), ids=lambda path: path.stem)
def test_query_works_as_it_stands(con, path):
    assert columns(con, path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", sql_files("marts"), ids=lambda path: path.stem)
def test_mart_is_one_select_with_both_counts_or_the_story_of_each_row(con, path):
    sql = path.read_text(encoding="utf-8")
    assert len(duckdb.extract_statements(sql)) == 1
    assert path.stem.startswith("mart_")
    names = columns(con, f"FROM {path.stem}")
    assert "story_id" in names or ("stories" in names and {"mentions", "relation_mentions"} & set(names))


@pytest.mark.parametrize("path", HEADED, ids=ids)
def test_no_window_over_all_rows(path):
    """DuckDB's multi-threaded window over all rows fails now and then (duckdb/duckdb#22352), and the file with it."""
    assert not re.search(r"\bOVER\s*\(\s*\)", path.read_text(encoding="utf-8"), re.IGNORECASE)


@pytest.mark.parametrize("path", TABLE_MACROS, ids=lambda path: path.stem)
def test_macro_gives_both_counts_or_the_story_of_each_row(con, path):
    names = columns(con, read_header(path)["usage"])
    assert {"mentions", "stories"} <= set(names) or "story_id" in names


@pytest.mark.parametrize("path", sql_files("marts"), ids=lambda path: path.stem)
def test_mart_reads_no_other_mart(path):
    assert re.findall(r"(?:FROM|JOIN) (mart_\w+)", path.read_text(encoding="utf-8")) == []


def test_ddl_makes_the_table_that_its_file_names():
    for path in sql_files("ddl"):
        made = re.findall(r"CREATE TABLE IF NOT EXISTS (\w+)", path.read_text(encoding="utf-8"))
        assert made == [object_name(path)]


def test_warehouse_imports_nothing_above_it():
    imported = {
        node.module.split(".")[0]
        for path in (ROOT / "warehouse").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module
    }
    assert not imported & {"schemas", "tasks", "flows"}
