"""Shows the rows of any query: as a table that fits, as CSV or as JSON. The latter two are whole and streamed."""

import csv
import json
import math
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import count
from typing import Any, TextIO

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from flows.rendering import new_table, say, show
from tasks.report.text import plain

MAX_ROWS = 50
_CHUNK = 1_000
_WIDEST, _NARROWEST = 60, 12  # characters of a text column
_FEW = 3  # rows that are shown below each other rather than with columns left out
_LONGEST = 500

Row = Sequence[Any]


def show_rows(console: Console, names: Sequence[str], rows: Sequence[Row], is_cut: bool = False) -> None:
    """Shows rows as a table. `is_cut`: there are more of them. What doesn't fit is left out, and a note says so."""
    if not rows:
        say(console, f"No rows ({', '.join(plain(name) for name in names[:12])})", "dim")
        return
    grid = [[_shown(value) for value in row] for row in rows]
    widths = _fit(names, grid, console.width if console.is_terminal else None)
    if not console.is_terminal:  # a pipe has no width to fit into
        console.width = max(console.width, sum(widths) + 2 * len(widths))
    if len(widths) < len(names) and len(rows) <= _FEW:
        _show_records(console, names, grid)
    else:
        gap = 1 + (sum(widths) + 2 * len(widths) - 2 <= console.width)
        show(console, _table(names, rows, grid, widths, gap))
        if len(widths) < len(names):
            left = ", ".join(plain(name) for name in names[len(widths) :])
            say(console, f"{len(names) - len(widths)} columns don't fit: {left}", "dim")
    if is_cut:
        say(console, f"The first {len(rows):,} rows; --format csv or json gives all", "dim")


def _table(
    names: Sequence[str], rows: Sequence[Row], grid: Sequence[Sequence[str]], widths: Sequence[int], gap: int
) -> Table:
    numbers = [index for index in range(len(widths)) if _is_numeric([row[index] for row in rows])]
    made = new_table(
        [_fold(plain(name), widths[index]) for index, name in enumerate(names[: len(widths)])], numbers, gap
    )
    for column, width in zip(made.columns, widths, strict=True):
        column.width = width
    for row in grid:
        made.add_row(*(Text(_fold(value, width)) for value, width in zip(row, widths, strict=False)))
    return made


def _fit(names: Sequence[str], grid: Sequence[Sequence[str]], room: int | None) -> list[int]:
    """Widths of the leading columns that fit: each at least readable, what is left over goes to the wider ones."""
    wanted, least = [], []
    for name, values in zip(names, zip(*grid, strict=True), strict=True):
        longest = max(map(len, values))
        wanted.append(min(max(longest, len(name)), _WIDEST))
        least.append(min(max(min(longest, _NARROWEST), *map(len, name.split("_"))), wanted[-1]))
    if room is None:
        return wanted
    count = 0
    while count < len(least) and sum(least[: count + 1]) + count <= room:
        count += 1
    widths, spare = least[: max(count, 1)], room - sum(least[:count]) - max(count - 1, 0)
    for index in sorted(range(len(widths)), key=lambda number: wanted[number]):
        more = max(0, min(wanted[index] - widths[index], spare))
        widths[index], spare = widths[index] + more, spare - more
    return widths


def _fold(text: str, width: int) -> str:
    """Breaks a name of parts where an underscore stands, if it doesn't fit."""
    if len(text) <= width or " " in text or "_" not in text:
        return text
    lines: list[str] = []
    for part in text.replace("_", "_\n").split("\n"):
        if lines and len(lines[-1]) + len(part) <= width:
            lines[-1] += part
        else:
            lines.append(part)
    return "\n".join(lines)


def _show_records(console: Console, names: Sequence[str], grid: Sequence[Sequence[str]]) -> None:
    """Each row as lines of name and value."""
    for number, row in enumerate(grid):
        if number:
            say(console)
        table = Table.grid(padding=(0, 2))
        table.add_column(style="bold", no_wrap=True)
        table.add_column(overflow="fold")
        for name, value in zip(names, row, strict=True):
            table.add_row(Text(plain(name, 40)), Text(value))
        console.print(table, highlight=False)


def _shown(value: object) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) >= 1e4 else f"{value:.4g}" if abs(value) < 1e-2 else f"{value:.2f}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple | dict):
        return plain(json.dumps(jsonable(value), ensure_ascii=False), _LONGEST)
    return plain(str(value), _LONGEST)


def _is_numeric(values: Sequence[object]) -> bool:
    known = [value for value in values if value is not None]
    return bool(known) and all(
        isinstance(value, int | float | Decimal) and not isinstance(value, bool) for value in known
    )


def jsonable(value: Any) -> Any:
    """A value of DuckDB's as JSON has it: times as ISO 8601, bytes in hex, a number that is none as null."""
    if isinstance(value, float | Decimal):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): jsonable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [jsonable(one) for one in value]
    if value is None or isinstance(value, str | int):
        return value
    return _words(value)


def _words(value: Any) -> str:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return bytes(value).hex() if isinstance(value, bytes | bytearray | memoryview) else str(value)


def write_csv(out: TextIO, names: Sequence[str], rows: Iterator[Row]) -> None:
    """Writes a header and all rows. Lists are JSON; null is empty."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    for row in rows:
        writer.writerow([_field(value) for value in row])


def _field(value: Any) -> Any:
    shown = jsonable(value)
    return json.dumps(shown, ensure_ascii=False) if isinstance(shown, bool | list | dict) else shown


def write_json(out: TextIO, names: Sequence[str], rows: Iterator[Row]) -> None:
    """Writes a list of objects, one a line. Columns of one name are numbered: an object would keep the last alone."""
    out.write("[")
    keys = _numbered(names)
    for number, row in enumerate(rows):
        record = {key: jsonable(value) for key, value in zip(keys, row, strict=True)}
        out.write(("," if number else "") + "\n" + json.dumps(record, ensure_ascii=False))
    out.write("\n]\n")


def _numbered(names: Sequence[str]) -> list[str]:
    """Each name once: the second `source` is `source_1`, or the next number that no other column has."""
    keys: list[str] = []
    for name in names:
        free = (f"{name}_{number}" for number in count(1))
        keys.append(name if name not in keys else next(key for key in free if key not in keys and key not in names))
    return keys


def stream(found: duckdb.DuckDBPyConnection) -> Iterator[Row]:
    """The rows of a query that was executed, a chunk at a time."""
    while chunk := found.fetchmany(_CHUNK):
        yield from chunk
