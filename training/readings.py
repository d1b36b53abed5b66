"""Relations as lists, and from two readings of an article: what both have is sure, what one alone has is debatable."""

from typing import Any

Row = dict[str, Any]
SAME = ("sent", "source", "target", "symmetric", "event")
SURE, DEBATABLE = 2, 1
_SPANS = ("source_span", "target_span", "evidence")


def unpack(told: list[Any], start: int = 0) -> Row:
    """A relation that a file of labels gives as a list.

    told: number of the sentence, "AAA>BBB" or "AAA=BBB" where symmetric, event, context, status, confidence, spans of
    source, target and evidence (or null) in characters from `start` on.
    """
    sent, pair, event, context, status, confidence, *spans = told
    moved = [span and [at + start for at in span] for span in spans]
    return {
        "sent": sent,
        "source": pair[:3],
        "target": pair[4:],
        "symmetric": pair[3] == "=",
        "event": event,
        "context": context,
        "status": status,
        "confidence": confidence,
        **dict(zip(_SPANS, moved, strict=True)),
    }


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
