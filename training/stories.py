"""Reads the stories written for the project (labels/own_stories.jsonl) as rows like those of articles.jsonl."""

import json
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from training.readings import unpack

STORIES = Path(__file__).parent / "labels" / "own_stories.jsonl"
Row = dict[str, Any]


def read_stories(path: Path = STORIES) -> Iterator[Row]:
    """Each story with its whole text; spans of sentences and relations are in characters of it.

    In the file the sentences stand apart, and a relation is a list (training/readings.py) with spans in characters of
    its sentence.
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
        "relations": [unpack(told, starts[told[0]]) for told in row["relations"]],
    }
