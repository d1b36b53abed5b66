"""Writes what the documents take from the program: `python -m flows.write_docs SAMPLE.duckdb`, or `make docs`."""

import re
import sys
from pathlib import Path

import duckdb

from flows.schema_page import schema_markdown
from tasks.report.text import cell
from warehouse.build import build, read_header, sql_files
from warehouse.connection import open_reader
from warehouse.describe import describe

DOCS = Path(__file__).parents[1] / "docs"
BEGIN = "<!-- made by `make docs` from the comments in warehouse/: change those -->"
_ROWS = 6
_ADDRESS = re.compile(r"https?://[^\s`|\\]{1,100}")  # to be shown, and copied, as it is; not as a link
_FIRST = (  # what the article that this began with asks
    "partner_replaced", "partner_replaced_by_domain", "money_on_the_table", "ties_that_move_together",
    "courted_after_a_quarrel", "sentences_behind", "how_pakistan_stands",
)  # fmt: skip
_INTRODUCTION = """# Questions and how the warehouse answers them

Each question is one query in `warehouse/queries/`. `detente ask` lists them, `detente ask NAME` answers one on your
warehouse, and `detente ask NAME --sql > mine.sql` gives its SQL, to put other countries in and run with
`detente sql - < mine.sql`. The answers below are from the bundled sample of short articles
(`seeds/SAMPLE_SOURCES.md`): they show the form, and are too few to say anything of the world. What a column means:
`detente schema NAME`; how it is reckoned: [measures.md](measures.md).
"""


def reference() -> str:
    """The generated end of docs/warehouse.md."""
    with duckdb.connect() as con:
        build(con)
        return schema_markdown(describe(con))


def questions(con: duckdb.DuckDBPyConnection) -> str:
    """docs/questions.md: each question with its query's name and a sample answer."""
    return "\n".join([_INTRODUCTION, *(_question(con, path) for path in _ordered())])


def _ordered() -> list[Path]:
    order = {name: number for number, name in enumerate(_FIRST)}
    return sorted(sql_files("queries"), key=lambda path: (order.get(path.stem, len(order)), path.stem))


def _question(con: duckdb.DuckDBPyConnection, path: Path) -> str:
    header = read_header(path)
    found = con.execute(path.read_text(encoding="utf-8"))
    names, rows = [column[0] for column in found.description], found.fetchall()
    lines = [f"## {header['title']}", "", f"**{header['question']}** `detente ask {path.stem}`", ""]
    lines += [_table(names, rows), "", f"One row: {header['grain']}.{_size(len(rows))}"]
    lines += [f"{key.capitalize()}: {header[key]}" for key in ("note", "evidence") if key in header]
    return "\n".join(lines) + "\n"


def _size(rows: int) -> str:
    return f" {rows} rows in all." if rows > _ROWS else ""


def _table(names: list[str], rows: list[tuple]) -> str:
    lines = [" | ".join(names), " | ".join("---" for _ in names)]
    lines += [" | ".join(_cell(value) for value in row) for row in rows[:_ROWS]]
    return "\n".join(f"| {line} |" for line in lines)


def _cell(value: object) -> str:
    if isinstance(value, str):
        value = value.replace(f"{DOCS.parent}/", "")  # what was refused is named by its whole path; cut after this
        if _ADDRESS.fullmatch(value):
            return f"`{value}`"
    return cell(
        "–" if value is None else f"{value:,.0f}" if isinstance(value, float) and abs(value) > 1e4 else value, 70
    )


def main(sample: str) -> None:
    """Writes both documents."""
    path = DOCS / "warehouse.md"
    own = path.read_text(encoding="utf-8").split(BEGIN)[0].rstrip()
    path.write_text(f"{own}\n\n{BEGIN}\n\n{reference()}", encoding="utf-8")
    with open_reader(sample) as con:
        (DOCS / "questions.md").write_text(questions(con), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
