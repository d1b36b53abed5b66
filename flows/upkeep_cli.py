"""The commands that look after a warehouse: migrate, vacuum and export. They need no Prefect."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from flows.help_text import WarehouseOption, examples
from flows.outcome import FAILED, USAGE
from flows.reading import AsOfOption, fail, standing
from flows.rendering import make_console, say
from flows.settings import settings
from tasks.report.text import counted
from warehouse.connection import WarehouseError, open_reader
from warehouse.export import export as write_export
from warehouse.history import UnknownRevisionError
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive
from warehouse.vacuum import vacuum as write_anew


def register_upkeep(app: typer.Typer) -> None:
    """Adds the commands that look after a warehouse to the console script."""
    app.command(
        epilog=examples(
            "detente migrate",
            note="`detente run` does the same by itself. Where tables change, the file as it was stays beside it.",
        )
    )(migrate)
    app.command(epilog=examples("detente vacuum", "detente vacuum --forget-history"))(vacuum)
    app.command(
        epilog=examples("detente export --parquet warehouse/", "detente export --csv tables/", note="All or nothing.")
    )(export)


def migrate(warehouse: WarehouseOption = None) -> None:
    """Bring an older warehouse up to this program: every row is kept, with a backup where the tables change."""
    with _writing(warehouse) as path:
        open_reader(path, any_version=True).close()
        done = bring_up_to_date(path, settings().work_dir)
    if done is None:
        say(make_console(), f"{path} is up to date.")
    elif done.backup is None:
        say(make_console(), f"{path}: views, macros and marts are this program's now.")
    else:
        say(make_console(), f"{path}: schema version {done.before} is now {done.after}; as it was: {done.backup}")


def vacuum(
    warehouse: WarehouseOption = None,
    forget_history: Annotated[
        bool, typer.Option("--forget-history", help="Drop what --as-of needs: what was replaced or dropped is gone")
    ] = False,
) -> None:
    """Write the warehouse anew, without the holes that runs leave in it; readers are not in the way."""
    with _writing(warehouse) as path:
        done = write_anew(path, settings().work_dir, forget_history=forget_history)
    forgotten = f"; {counted(done.forgotten, 'earlier state')} forgotten" if forget_history else ""
    say(make_console(), f"{path}: {done.before / 1e6:,.1f} MB before, {done.after / 1e6:,.1f} MB now{forgotten}")


def export(
    warehouse: WarehouseOption = None,
    parquet: Annotated[
        Path | None, typer.Option("--parquet", metavar="DIR", help="Write Parquet, relations and money by month")
    ] = None,
    csv: Annotated[Path | None, typer.Option("--csv", metavar="DIR", help="Write CSV, one file a table")] = None,
    as_of: AsOfOption = None,
) -> None:
    """Write every table and mart into a new folder, for other tools."""
    if (parquet is None) == (csv is None):
        fail("give either --parquet DIR or --csv DIR", USAGE)
    folder, form = (parquet, "parquet") if parquet is not None else (csv, "csv")
    try:
        with standing(warehouse or settings().warehouse, as_of) as path:
            rows = write_export(path, folder or Path(), form)
    except UnknownRevisionError as error:
        fail(str(error), USAGE)
    except WarehouseError as error:
        fail(str(error), FAILED)
    say(make_console(), f"{folder}: {counted(len(rows), 'table')}, {sum(rows.values()):,} rows")


@contextmanager
def _writing(warehouse: Path | None) -> Iterator[Path]:
    """The right to write a warehouse; a failure is one line."""
    path = warehouse or settings().warehouse
    try:
        with exclusive(path):
            yield path
    except WarehouseError as error:
        fail(str(error), FAILED)
    except OSError as error:
        fail(f"cannot write {path}: {error.strerror}; it is as it was", FAILED)
