"""The reading commands of the console script: compare, quality and sql. They never write, and need no Prefect."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer

from flows.country_names import UnknownCountryError, find_country
from flows.help_text import WarehouseOption, examples
from flows.outcome import FAILED, USAGE
from flows.quality_view import show_quality
from flows.rendering import ignore_closed_pipe, make_console
from flows.rows_view import MAX_ROWS, jsonable, show_rows, stream, write_csv, write_json
from flows.settings import settings
from flows.sql_errors import explain
from flows.terminal import show_compare
from seeds.reader import read_countries
from tasks.report.findings import rows_of
from tasks.report.quality import UnknownRunError, measure_quality
from tasks.report.text import plain
from warehouse.connection import WarehouseError, open_reader

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs")]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def register(app: typer.Typer) -> None:
    """Adds the reading commands to the console script."""
    app.command(
        epilog=examples(
            "detente compare PAK RUS CHN USA",
            "detente compare Pakistan russia 'the U.S.'",
            "detente compare IND --csv > india.csv",
        )
    )(compare)
    app.command(epilog=examples("detente quality", "detente quality --json"))(quality)
    app.command(
        epilog=examples(
            "detente sql \"SELECT * FROM dyad('RUS', 'PAK')\"",
            "detente sql 'SHOW TABLES'",
            "detente sql - --format csv < question.sql > answer.csv",
        )
    )(sql)


def compare(
    country: Annotated[str, typer.Argument(help="A country: ISO code, name or alias, such as PAK, pk or Pakistan")],
    others: Annotated[
        list[str] | None, typer.Argument(help="The countries to compare; without any, all it has relations with")
    ] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, for spreadsheets")] = False,
) -> None:
    """Compare how a country stands with several others."""
    if as_json and as_csv:
        _fail("--json and --csv exclude each other", USAGE)
    try:
        asked, partners = find_country(country), [find_country(other) for other in others or []]
    except UnknownCountryError as error:
        _fail(str(error), USAGE)
    if asked in partners:
        _fail(f"{read_countries()[asked].name} can't be compared with itself", USAGE)
    with _reading(warehouse) as con:
        if as_json or as_csv:
            found = con.execute("SELECT * FROM compare(?, ?)", [asked, partners])
            _write(Format.JSON if as_json else Format.CSV, found)
            return
        rows = rows_of(con, "SELECT * FROM compare(?, ?)", [asked, partners])
        shown = rows if partners else rows[:MAX_ROWS]
        show_compare(make_console(), read_countries()[asked].name, shown, len(rows) - len(shown))


def quality(
    run: Annotated[str | None, typer.Argument(help="A run's id or its beginning [default: the last run]")] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far the warehouse can be trusted: verdict, measures, sources and quarantine.

    A run that is held for a look is shown as it would have been published.
    """
    held = _held_copy(run) if run and warehouse is None else None
    with _reading(held or warehouse) as con:
        try:
            measured = measure_quality(con, run)
        except UnknownRunError as error:
            _fail(str(error), USAGE)
        if as_json:
            print(json.dumps(jsonable(measured.as_json()), ensure_ascii=False, indent=2))
        else:
            show_quality(make_console(), measured)


def _held_copy(run: str) -> Path | None:
    """The copy that a held run made; None where no held run has this id."""
    from flows.resume import HELD_COPY, find_held  # noqa: PLC0415 - it brings the readers of news along

    try:
        return find_held(run, settings().work_dir) / HELD_COPY
    except WarehouseError:
        return None


def sql(
    query: Annotated[str, typer.Argument(help="The query, or - to read it from standard input")],
    warehouse: WarehouseOption = None,
    form: Annotated[Format, typer.Option("--format", help="csv and json print every row")] = Format.TABLE,
) -> None:
    """Ask the warehouse in SQL (DuckDB's), read-only: it reaches no file and no network."""
    if query == "-":
        query = sys.stdin.buffer.read().decode(errors="replace")
    if not query.strip().strip(";").strip():
        _fail("the query is empty", USAGE)
    with _reading(warehouse) as con:
        try:
            _write(form, con.execute(query))
        except (duckdb.Error, UnicodeError) as error:
            _fail(explain(str(error), query), FAILED)


def _write(form: Format, found: duckdb.DuckDBPyConnection) -> None:
    names = [column[0] for column in found.description or []]
    if form is Format.TABLE:
        rows = list(islice(stream(found), MAX_ROWS + 1))
        show_rows(make_console(), names, rows[:MAX_ROWS], len(rows) > MAX_ROWS)
        return
    writer: Callable[..., None] = write_json if form is Format.JSON else write_csv
    writer(sys.stdout, names, stream(found))


@contextmanager
def _reading(warehouse: Path | None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only. A failure is one line; a reader that closes the pipe early is none."""
    try:
        with open_reader(warehouse or settings().warehouse) as con:
            yield con
            sys.stdout.flush()
    except WarehouseError as error:
        _fail(str(error), FAILED)
    except duckdb.Error as error:
        _fail(f"the warehouse can't be read: {plain(str(error))}: make it anew with --full-refresh", FAILED)
    except BrokenPipeError:
        ignore_closed_pipe()
        raise typer.Exit from None


def _fail(message: str, code: int) -> NoReturn:
    print(f"detente: {message}", file=sys.stderr)
    raise typer.Exit(code)


__all__ = ["register"]
