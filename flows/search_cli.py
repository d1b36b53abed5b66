"""The command search: sentences by their words."""

import json
from typing import Annotated

import typer

from flows.evidence_view import show_found
from flows.help_text import WarehouseOption, examples
from flows.outcome import USAGE
from flows.reading import AsOfOption, JsonOption, countries, fail, reading
from flows.rendering import make_console, say
from flows.rows_view import jsonable
from warehouse.search import search as find


def register_search(app: typer.Typer) -> None:
    """Adds search to the console script."""
    app.command(
        epilog=examples(
            "detente search gas pipeline",
            "detente search 'debt relief' --between USA --between PAK",
            note="Any form of a word is found, the best matches first; where the full-text extension is missing, all "
            "words must stand as written, and the newest come first.",
        )
    )(search)


def search(
    words: Annotated[list[str], typer.Argument(help="What to look for")],
    warehouse: WarehouseOption = None,
    as_of: AsOfOption = None,
    between: Annotated[list[str] | None, typer.Option("--between", help="A country that takes part")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Sentences to show")] = 20,
    as_json: JsonOption = False,
) -> None:
    """Search the sentences that relations rest on."""
    if len(between or []) > 2:
        fail("--between can be given once or twice", USAGE)
    query = " ".join(words)
    if not any(character.isalnum() for character in query):
        fail("nothing to search for: give a word", USAGE)
    first, second = [*countries(*(between or [])), None, None][:2]
    with reading(warehouse, as_of) as con:
        found, is_ranked = find(con, query, limit=limit, first=first, second=second)
        if as_json:
            print(json.dumps(jsonable(found), ensure_ascii=False, indent=2))
            return
        console = make_console()
        show_found(console, query, found)
        if not is_ranked:
            say(console, "Not ranked: the package duckdb-extension-fts is missing. The newest come first.", "dim")
