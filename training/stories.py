"""Reads the stories written for the project (labels/own_stories.jsonl) as rows like those of articles.jsonl."""

import json
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

STORIES = Path(__file__).parent / "labels" / "own_stories.jsonl"
_SPANS = ("source_span", "target_span", "evidence")
Row = dict[str, Any]


def read_stories(path: Path = STORIES) -> Iterator[Row]:
    """Each story with its whole text; spans of sentences and relations are in characters of it.

    In the file the sentences stand apart, and a relation is a list: sentence, "AAA>BBB" or "AAA=BBB", event, context,
    status, confidence, then the spans of source, target and evidence in characters of the sentence.
    """
    with path.open(encoding="utf-8") as lines:
        yield from map(_story, map(json.loads, lines))


def _story(row: Row) -> Row:
    lengths = [len(sentence) for sentence in row["sentences"]]
    starts = [0, *accumulate(length + 1 for length in lengths)]
    return {
        "id": row["id"],
        "published_at": row["published_at"],
        "text": " ".join(row["sentences"]),
        "sentences": [[start, start + length] for start, length in zip(starts, lengths, strict=False)],
        "relations": [_relation(relation, starts) for relation in row["relations"]],
    }


def _relation(told: list[Any], starts: list[int]) -> Row:
    sent, pair, event, context, status, confidence, *spans = told
    moved = [span and [at + starts[sent] for at in span] for span in spans]
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
