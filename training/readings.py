"""One article's relations from two readings of it: what both have is sure, what one alone has is debatable."""

from typing import Any

Row = dict[str, Any]
SAME = ("sent", "source", "target", "symmetric", "event")
SURE, DEBATABLE = 2, 1


def combine(first: list[Row], second: list[Row]) -> list[Row]:
    """The relations of both readings, each once, with "confidence" 2 where both have it and 1 elsewhere.

    A relation that both have keeps the first reader's status, context and spans.
    """
    keys = [{_key(row) for row in reading} for reading in (first, second)]
    shared = keys[0] & keys[1]
    found = {_key(row): row for row in (*second, *first)}
    return [{**row, "confidence": SURE if key in shared else DEBATABLE} for key, row in found.items()]


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in SAME)
