"""The commands that explain a warehouse: schema, and ask, which runs the shipped questions."""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rapidfuzz import process
from rich.console import Console

from flows.help_text import WarehouseOption, examples
from flows.outcome import USAGE
from flows.reading import AsOfOption, CsvOption, Format, JsonOption, fail, reading, write
from flows.rendering import clipped, heading, make_console, new_table, say, show
from flows.schema_page import schema_markdown
from warehouse.build import read_header, sql_files
from warehouse.describe import KINDS, Thing, describe


def register_schema(app: typer.Typer) -> None:
    """Adds the commands that explain a warehouse to the console script."""
    app.command(
        epilog=examples("detente schema", "detente schema relation", "detente schema compare", "detente schema --json")
    )(schema)
    app.command(
        epilog=examples("detente ask", "detente ask partner_replaced", "detente ask partner_replaced --sql > mine.sql")
    )(ask)


def schema(
    name: Annotated[str | None, typer.Argument(help="A table, view, mart or macro [default: all of them]")] = None,
    warehouse: WarehouseOption = None,
    as_json: JsonOption = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print the whole as Markdown")] = False,
) -> None:
    """Explain the warehouse: its tables, views, marts and macros, and every column."""
    with reading(warehouse) as con:
        things = describe(con)
        chosen = things if name is None else [_find(things, name)]
        if as_json:
            print(json.dumps([asdict(thing) for thing in chosen], ensure_ascii=False, indent=2))
        elif as_markdown:
            print(schema_markdown(chosen), end="")
        elif name is None:
            _show_all(make_console(), things)
        else:
            _show_one(make_console(), chosen[0])


def ask(
    question: Annotated[str | None, typer.Argument(help="A question's name [default: list them]")] = None,
    warehouse: WarehouseOption = None,
    as_of: AsOfOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    as_sql: Annotated[bool, typer.Option("--sql", help="Print the query, to change and run it")] = False,
) -> None:
    """Ask one of the shipped questions, or list them."""
    paths = {path.stem: path for path in sql_files("queries")}
    if question is None:
        _list_questions(make_console(), list(paths.values()))
        return
    if question not in paths:
        fail(f"no question {question[:40]!r}{_hint(question, list(paths))}", USAGE)
    query = paths[question].read_text(encoding="utf-8")
    if as_sql:
        print(query, end="")
        return
    if as_of and "quarantine" in query:
        fail("what was refused is not kept run by run: leave --as-of out, or see `detente quality RUN`", USAGE)
    with reading(warehouse, as_of) as con:
        if not as_json and not as_csv:
            heading(make_console(), read_header(paths[question])["question"])
        write(Format.JSON if as_json else Format.CSV if as_csv else Format.TABLE, con.execute(query))
        sys.stdout.flush()


def _find(things: Sequence[Thing], name: str) -> Thing:
    for thing in things:
        if thing.name == name.lower():
            return thing
    fail(f"no table, view, mart or macro {name[:40]!r}{_hint(name, [thing.name for thing in things])}", USAGE)


def _hint(wanted: str, names: Sequence[str]) -> str:
    close = process.extractOne(wanted.lower(), names, score_cutoff=60)
    return f": did you mean {close[0]}?" if close else f": one of {', '.join(names)}"


def _show_all(console: Console, things: Sequence[Thing]) -> None:
    for kind in KINDS:
        heading(console, f"{kind.capitalize()}s")
        table = new_table(["name", "what it is"], gap=2)
        for thing in things:
            if thing.kind == kind:
                table.add_row(thing.name, clipped(thing.comment))
        table.columns[0].no_wrap = True
        show(console, table)
    say(console)
    say(console, "detente schema NAME tells of one, with its columns", "dim")


def _show_one(console: Console, thing: Thing) -> None:
    heading(console, f"{thing.name} ({thing.kind})")
    console.print(thing.comment, highlight=False)
    if not thing.columns:
        return
    say(console)
    table = new_table(["column", "type", "meaning"], gap=2)
    for column in thing.columns:
        table.add_row(column.name, column.type, column.comment)
    table.columns[0].no_wrap = True
    show(console, table)


def _list_questions(console: Console, paths: Sequence[Path]) -> None:
    heading(console, "Questions")
    table = new_table(["name", "question"], gap=2)
    for path in paths:
        table.add_row(path.stem, read_header(path)["question"])
    table.columns[0].no_wrap = True
    show(console, table)
    say(console)
    say(console, "detente ask NAME answers one; --sql prints its query, to change the countries and run it", "dim")
