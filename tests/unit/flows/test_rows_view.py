"""Rows of any query as a table, CSV and JSON."""

import csv
import io
import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import duckdb
import pytest
from rich.console import Console

from flows.rows_view import jsonable, show_rows, stream, write_csv, write_json


def shown(names: Sequence[str], rows: Sequence[Sequence[Any]], width: int = 80, **options: Any) -> str:
    terminal = options.pop("terminal", True)
    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=terminal, no_color=True, color_system=None)
    show_rows(console, names, rows, **options)
    return out.getvalue()


def test_table_aligns_numbers_right_and_shows_null() -> None:
    lines = shown(["name", "n"], [["a", 5], ["b", 12_345], [None, None]]).splitlines()
    assert lines[2].rstrip() == "a         5"
    assert lines[3].rstrip() == "b     12345"
    assert lines[4].rstrip() == "–         –"


def test_no_rows_and_cut_rows_say_so() -> None:
    assert shown(["a", "b"], []).strip() == "No rows (a, b)"
    assert "The first 2 rows; --format csv or json gives all" in shown(["a"], [[1], [2]], is_cut=True)


def test_columns_that_do_not_fit_are_named() -> None:
    names = [f"column_{number:02}" for number in range(30)]
    text = shown(names, [["some longer value"] * 30] * 5)
    assert all(len(line) <= 80 for line in text.splitlines()[:-1])
    assert "columns don't fit" in text
    assert text.splitlines()[-1].endswith("column_29")


def test_few_wide_rows_stand_below_each_other() -> None:
    names = [f"column_{number:02}" for number in range(30)]
    text = shown(names, [list(range(30))])
    assert "column_29  29" in text
    assert "don't fit" not in text


def test_a_pipe_has_no_width() -> None:
    names = [f"column_{number:02}" for number in range(30)]
    header = shown(names, [list(range(30))] * 9, terminal=False).splitlines()[0]
    assert header.split() == names


def test_hostile_text_stays_text() -> None:
    text = shown(["[red]x"], [["[bold]a[/bold]\x1b[31m\nb"], ["x" * 5_000]])
    assert "[red]x" in text
    assert "[bold]a[/bold][31m b" in text
    assert "\x1b" not in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_names_of_parts_break_at_underscores() -> None:
    names = ["quad", *(f"n{number}" for number in range(24))]
    assert "material_\n" in "\n".join(
        line[:12].strip() for line in shown(names, [["material_cooperation", *range(24)]] * 4).splitlines()
    ) + "\n"  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3), "2020-01-02T03:00:00"),
        ([date(2020, 1, 2), None], ["2020-01-02", None]),
        ({1: [float("nan")]}, {"1": [None]}),
        (float("inf"), None),
        (Decimal("1.25"), 1.25),
        (b"\xaa", "aa"),
        (timedelta(days=1), "1 day, 0:00:00"),
        (True, True),
        (2**80, 2**80),
    ],
)
def test_jsonable(value: Any, expected: Any) -> None:
    assert jsonable(value) == expected
    json.dumps(jsonable(value), allow_nan=False)


def query(sql: str) -> duckdb.DuckDBPyConnection:
    return duckdb.connect().execute(sql)


def test_json_and_csv_are_whole() -> None:
    sql = "SELECT range AS n, DATE '2020-01-02' AS d, [1, 2] AS l, NULL AS e, 'a\"b,\nc' AS t FROM range(2500)"
    out = io.StringIO()
    write_json(out, ["n", "d", "l", "e", "t"], stream(query(sql)))
    rows = json.loads(out.getvalue())
    assert len(rows) == 2500
    assert rows[7] == {"n": 7, "d": "2020-01-02", "l": [1, 2], "e": None, "t": 'a"b,\nc'}
    out = io.StringIO(newline="")
    write_csv(out, ["n", "d", "l", "e", "t"], stream(query(sql)))
    lines = list(csv.reader(io.StringIO(out.getvalue(), newline="")))
    assert len(lines) == 2501
    assert lines[8] == ["7", "2020-01-02", "[1, 2]", "", 'a"b,\nc']


def test_json_keeps_columns_of_one_name() -> None:
    out = io.StringIO()
    found = query("SELECT 1 AS source, 2 AS source, 3 AS source_1, 4 AS source, 5 AS source_1")
    write_json(out, [column[0] for column in found.description], stream(found))
    (row,) = json.loads(out.getvalue())
    assert row == {"source": 1, "source_2": 2, "source_1": 3, "source_3": 4, "source_1_1": 5}


def test_json_without_rows_is_an_empty_list() -> None:
    out = io.StringIO()
    write_json(out, ["n"], iter(()))
    assert json.loads(out.getvalue()) == []
