"""What the documents tell an analyst to type works as it stands."""

import re
from pathlib import Path

import duckdb
import polars as pl
import pytest

from warehouse.build import build

ROOT = Path(__file__).parents[2]
PAGES = ("README.md", "docs/warehouse.md", "docs/measures.md")


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        build(connection)
        yield connection


def blocks(page, language):
    text = (ROOT / page).read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_sql_of_a_page_runs(con, page):
    statements = [one for block in blocks(page, "sql") for one in duckdb.extract_statements(block)]
    assert statements
    for statement in statements:
        con.execute(statement.query)


@pytest.mark.parametrize("page", PAGES)
def test_sql_given_to_a_shell_runs(con, page):
    told = [line for block in blocks(page, "sh") for line in block.splitlines()]
    queries = [match for line in told for match in re.findall(r'(?:sql|detente\.duckdb) "([^"]+)"', line)]
    assert queries or page == "docs/measures.md"
    for query in queries:
        con.execute(query)


def test_python_of_docs_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with duckdb.connect("detente.duckdb") as made:
        build(made)
    (code,) = blocks("docs/warehouse.md", "python")
    shown = code
    for package, frame in (("pandas", "df"), ("pyarrow", "pl")):
        try:
            __import__(package)
        except ImportError:  # neither is installed with Detente: leave its line out
            shown = "\n".join(line for line in shown.splitlines() if f".{frame}()" not in line)
    scope: dict = {}
    exec(shown, scope)  # noqa: S102 - our own document
    assert scope["rows"] is not None
    with duckdb.connect("detente.duckdb", read_only=True) as opened:
        assert pl.DataFrame(opened.sql("FROM mart_dyad")).height == 0
