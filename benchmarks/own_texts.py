"""Texts written for the project and held back from training, as documents of the evaluation's kind."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from training.build_examples import LABELS, read_rows, split_of
from training.stories import read_stories

Row = dict[str, Any]
KEPT = ("sent", "source", "target", "symmetric", "event", "context", "status", "confidence")


def held_sentences() -> Iterator[Row]:
    """Single sentences with all their relations."""
    for row in read_rows(LABELS / "own_sentences.jsonl"):
        if split_of(row["id"]) == "held":
            yield {"id": row["id"], "text": row["text"], "published_at": None, "relations": _relations(row)}


def held_stories() -> Iterator[Row]:
    """Whole stories with the relations of each sentence."""
    for row in read_stories():
        if split_of(row["id"]) == "held":
            document = {key: row[key] for key in ("id", "text", "published_at")}
            yield {**document, "sentence_spans": row["sentences"], "relations": _relations(row)}


def _relations(row: Row) -> list[Row]:
    return [{key: relation[key] for key in KEPT if key in relation} for relation in row["relations"]]


def write_own(folder: Path) -> list[Path]:
    """Writes own_sentences.jsonl and own_stories.jsonl into the folder and gives their paths."""
    paths = []
    for name, rows in (("own_sentences.jsonl", held_sentences()), ("own_stories.jsonl", held_stories())):
        paths.append(folder / name)
        paths[-1].write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return paths
