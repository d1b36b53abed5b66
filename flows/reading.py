"""What the reading commands share: the warehouse read-only, rows in three forms, errors on one line."""

import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Annotated, NoReturn

import duckdb
import typer

from flows.country_names import UnknownCountryError, find_country
from flows.outcome import FAILED, USAGE
from flows.rendering import ignore_closed_pipe, make_console, say
from flows.rows_view import MAX_ROWS, show_rows, stream, write_csv, write_json
from flows.settings import settings
from tasks.report.text import plain
from warehouse.connection import WarehouseError, open_reader
from warehouse.history import UnknownRevisionError, copy_as_of

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs")]
CsvOption = Annotated[bool, typer.Option("--csv", help="Print CSV, for spreadsheets")]
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="RUN", help="As it stood after an earlier run: the beginning of its id, or a day or month"
    ),
]


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


@contextmanager
def reading(warehouse: Path | None, as_of: str | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse, read-only; with `as_of` as it stood after that run.

    A failure is one line; a reader that closes the pipe early is none.
    """
    try:
        with standing(warehouse or settings().warehouse, as_of) as path, open_reader(path) as con:
            yield con
            sys.stdout.flush()
    except UnknownRevisionError as error:
        fail(str(error), USAGE)
    except WarehouseError as error:
        fail(str(error), FAILED)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        fail(f"the warehouse lacks what this program asks for: {plain(str(error))}: run `detente migrate`", FAILED)
    except duckdb.Error as error:
        remedy = "set TMPDIR to a folder with more room" if as_of else "make it anew with --full-refresh"
        fail(f"the {'earlier state' if as_of else 'warehouse'} can't be read: {plain(str(error))}: {remedy}", FAILED)
    except BrokenPipeError:
        ignore_closed_pipe()
        raise typer.Exit from None


@contextmanager
def standing(warehouse: Path, as_of: str | None) -> Iterator[Path]:
    """The warehouse's file, or for a while a copy of it as it stood after a run, which is named on standard error."""
    if as_of is None:
        yield warehouse
        return
    try:
        room = tempfile.TemporaryDirectory(prefix="detente-as-of-", ignore_cleanup_errors=True)
    except OSError as error:
        raise WarehouseError(
            f"there is no folder for the earlier state: {error.strerror}: set TMPDIR to one that can be written"
        ) from error
    with room as folder:
        copy = Path(folder) / warehouse.name
        found = copy_as_of(warehouse, as_of, copy)
        say(make_console(stderr=True), f"As it stood after {found.words} UTC", "dim")
        yield copy


def write(form: Format, found: duckdb.DuckDBPyConnection) -> None:
    """Prints what a query found."""
    names = [column[0] for column in found.description or []]
    if form is Format.TABLE:
        rows = list(islice(stream(found), MAX_ROWS + 1))
        show_rows(make_console(), names, rows[:MAX_ROWS], len(rows) > MAX_ROWS)
        return
    writer: Callable[..., None] = write_json if form is Format.JSON else write_csv
    writer(sys.stdout, names, stream(found))


def countries(*names: str) -> list[str]:
    """ISO3 of countries in any common spelling; ends the command where one is unknown."""
    try:
        return [find_country(name) for name in names]
    except UnknownCountryError as error:
        fail(str(error), USAGE)


def fail(message: str, code: int) -> NoReturn:
    """One line on standard error, and the exit code."""
    print(f"detente: {message}", file=sys.stderr)
    raise typer.Exit(code)
