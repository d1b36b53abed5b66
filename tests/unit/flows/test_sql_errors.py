"""DuckDB's messages on one line with the place, checked against DuckDB itself."""

import duckdb
import pytest

from flows.sql_errors import explain


@pytest.mark.parametrize(
    ("query", "ending"),
    [
        ("SELECT * FORM x", "(line 1, column 15)"),
        ("SELECT\n  nosuch\nFROM article", "(line 2, column 3)"),
        ("SELECT " + "1," * 200 + " nosuch FROM article", "(line 1, column 409)"),
        ("SELECT 1/", "syntax error at end of input"),
        ("SELECT error('no country XX')", "no country XX"),
    ],
)
def test_one_line_with_the_place(query: str, ending: str) -> None:
    with duckdb.connect() as con, pytest.raises(duckdb.Error) as raised:
        con.execute("CREATE TABLE article (title VARCHAR)")
        con.execute(query).fetchall()
    line = explain(str(raised.value), query)
    assert line.endswith(ending)
    assert "\n" not in line
    assert len(line) < 450


def test_place_that_is_not_in_the_query_names_the_line_alone() -> None:
    assert explain("Parser Error: x\n\nLINE 1: other\n          ^", "SELECT") == "Parser Error: x (line 1)"
