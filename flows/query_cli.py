"""The reading commands of the console script: quality and sql here, the others in modules that it registers."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import duckdb
import typer

from flows.help_text import WarehouseOption, examples
from flows.outcome import FAILED, USAGE
from flows.quality_view import show_quality
from flows.reading import AsOfOption, Format, JsonOption, fail, reading, write
from flows.relations_cli import register_relations
from flows.rendering import make_console
from flows.rows_view import jsonable
from flows.schema_cli import register_schema
from flows.search_cli import register_search
from flows.settings import settings
from flows.sql_errors import explain
from flows.upkeep_cli import register_upkeep
from tasks.report.quality import UnknownRunError, measure_quality
from warehouse.connection import WarehouseError


def register(app: typer.Typer) -> None:
    """Adds the reading commands to the console script."""
    register_relations(app)
    register_search(app)
    register_schema(app)
    register_upkeep(app)
    app.command(epilog=examples("detente quality", "detente quality --json"))(quality)
    app.command(
        epilog=examples(
            "detente sql \"SELECT * FROM dyad('RUS', 'PAK')\"",
            "detente sql 'SHOW TABLES'",
            "detente sql - --format csv < question.sql > answer.csv",
        )
    )(sql)


def quality(
    run: Annotated[str | None, typer.Argument(help="A run's id or its beginning [default: the last run]")] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show how far the warehouse can be trusted: verdict, measures, sources and quarantine.

    A run that is held for a look is shown as it would have been published.
    """
    held = _held_copy(run) if run and warehouse is None else None
    with reading(held or warehouse) as con:
        try:
            measured = measure_quality(con, run)
        except UnknownRunError as error:
            fail(str(error), USAGE)
        if as_json:
            print(json.dumps(jsonable(measured.as_json()), ensure_ascii=False, indent=2))
        else:
            show_quality(make_console(), measured)


def _held_copy(run: str) -> Path | None:
    """The copy that a held run made; None where no held run has this id."""
    from flows.endings import HELD_COPY  # noqa: PLC0415 - it brings the readers of news along
    from flows.resume import find_held  # noqa: PLC0415 - it brings the readers of news along

    try:
        return find_held(run, settings().work_dir) / HELD_COPY
    except WarehouseError:
        return None


def sql(
    query: Annotated[str, typer.Argument(help="The query, or - to read it from standard input")],
    warehouse: WarehouseOption = None,
    as_of: AsOfOption = None,
    form: Annotated[Format, typer.Option("--format", help="csv and json print every row")] = Format.TABLE,
) -> None:
    """Ask the warehouse in SQL (DuckDB's), read-only: it reaches no file and no network."""
    if query == "-":
        query = sys.stdin.buffer.read().decode(errors="replace")
    if not query.strip().strip(";").strip():
        fail("the query is empty", USAGE)
    with reading(warehouse, as_of) as con:
        try:
            _refuse_several(con.extract_statements(query))
            write(form, con.execute(query))
        except (duckdb.Error, UnicodeError) as error:
            fail(explain(str(error), query), FAILED)


def _refuse_several(statements: Sequence[duckdb.Statement]) -> None:
    """Of several queries the answer of the last alone would be shown.

    DuckDB makes several of a PIVOT: what it adds creates a type, and has no text.
    """
    count = sum(1 for one in statements if one.query or one.type != duckdb.StatementType.CREATE)
    if count != 1:
        fail(f"{count} queries: give one at a time" if count else "the query is empty", USAGE)


__all__ = ["register"]
