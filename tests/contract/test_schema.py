"""Everything in the warehouse is explained, and the documents say what the program says."""

import csv
from pathlib import Path

import duckdb
import pytest

from flows.schema_page import TIES, schema_markdown
from flows.write_docs import BEGIN, DOCS, _cell
from warehouse.build import build, read_header, sql_files
from warehouse.comments import glossary
from warehouse.describe import describe

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def con():
    with duckdb.connect() as connection:
        build(connection)
        yield connection


@pytest.fixture(scope="module")
def things(con):
    return {thing.name: thing for thing in describe(con)}


def test_every_table_view_mart_macro_and_column_is_explained(things):
    silent = [name for name, thing in things.items() if not thing.comment]
    silent += [f"{t.name}.{c.name}" for t in things.values() for c in t.columns if not c.comment]
    assert silent == []


def test_every_table_macro_tells_its_columns(things):
    tables = [p for p in sql_files("macros") if " AS TABLE\n" in p.read_text(encoding="utf-8")]
    assert all(things[path.stem.split("_", 1)[1]].columns for path in tables)


def test_glossary_has_each_name_once_and_no_name_too_many(things):
    with (ROOT / "warehouse" / "glossary.csv").open(encoding="utf-8", newline="") as lines:
        names = [row["column"] for row in csv.DictReader(lines)]
    assert len(names) == len(set(names)) == len(glossary())
    known = {column.name for thing in things.values() for column in thing.columns}
    known |= {f"{thing.name}.{column.name}" for thing in things.values() for column in thing.columns}
    assert set(names) - known == set()


def test_ties_of_the_diagram_are_columns_on_both_sides(things):
    for one, many, keys in TIES:
        columns = {column.name for column in things[many].columns}
        assert set(keys.split(", ")) <= columns, (one, many)
        assert one in things


def test_reference_in_docs_is_current(things):
    text = (ROOT / "docs" / "warehouse.md").read_text(encoding="utf-8")
    assert text.split(BEGIN)[1].strip() == schema_markdown(list(things.values())).strip(), "run `make docs`"


@pytest.mark.parametrize("path", sql_files("queries"), ids=lambda path: path.stem)
def test_question_stands_in_docs(path, con):
    header, text = read_header(path), (ROOT / "docs" / "questions.md").read_text(encoding="utf-8")
    assert f"## {header['title']}\n\n**{header['question']}** `detente ask {path.stem}`" in text
    names = [column[0] for column in con.execute(path.read_text(encoding="utf-8")).description]
    assert f"| {' | '.join(names)} |" in text, "run `make docs`"


@pytest.mark.parametrize("name", ["macros", "marts"])
def test_measures_name_formula_and_source_together(name):
    for path in sql_files(name):
        header = read_header(path)
        assert ("formula" in header) == ("source" in header), path.name


def test_every_measure_with_a_formula_stands_in_docs():
    text = (ROOT / "docs" / "measures.md").read_text(encoding="utf-8")
    for path in [*sql_files("macros"), *sql_files("marts")]:
        name = path.stem if path.parent.name == "marts" else path.stem.split("_", 1)[1]
        if "formula" in read_header(path):
            assert name in text or name.startswith("shrunk_"), name


def test_documents_are_the_same_wherever_the_project_lies(monkeypatch):
    told = []
    for root in (DOCS.parent, DOCS / "a" / "much" / "longer" / "way"):
        monkeypatch.setattr("flows.write_docs.DOCS", root / "docs")
        item = f"{root}/seeds/sample/broken/broken.txt"
        told.append([_cell(item), _cell(f"{item}: not text: it holds NUL bytes, so that the line is cut here")])
    assert told[0] == told[1]
    assert told[0][0] == "seeds/sample/broken/broken.txt"
