"""DuckDB's messages on a query as one line that says where."""

import re

from tasks.report.text import plain

_LONGEST = 400
_PLACE = re.compile(r"^LINE (\d+): (.*)\n( *)\^", re.MULTILINE)


def explain(message: str, query: str) -> str:
    """One line: what is wrong, DuckDB's suggestion if any, and line and column (from 1) where it names them."""
    place = _PLACE.search(message)
    said = message[: place.start()] if place else message
    where = ""
    if place:
        number = int(place[1])
        column = _column(place[2], len(place[3]) - len(f"LINE {place[1]}: "), query.splitlines(), number)
        where = f" (line {number}, column {column})" if column else f" (line {number})"
    return plain(said, _LONGEST).replace("! Did", "; did").replace("! Candidate", "; candidate") + where


def _column(shown: str, offset: int, lines: list[str], number: int) -> int | None:
    """The column of the caret. DuckDB shows but a part of a long line, with dots where it cut."""
    if not 0 < number <= len(lines):
        return None
    cut = 3 if shown.startswith("...") else 0
    start = lines[number - 1].find(shown[cut:].removesuffix("...").rstrip())
    return None if start < 0 else start + offset - cut + 1
