"""Held-back texts, written for the project or by others, as documents of the evaluation's kind."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tasks.extract.coder import Coder
from tasks.extract.record import code_records
from training.build_examples import LABELS, read_rows, split_of
from training.stories import read_stories

Row = dict[str, Any]
UNSEEN = ("own_articles", "own_countries")
KEPT = ("sent", "source", "target", "symmetric", "event", "context", "status", "confidence")


def held_sentences() -> Iterator[Row]:
    """Single sentences with all their relations."""
    for row in read_rows(LABELS / "own_sentences.jsonl"):
        if split_of(row["id"]) == "held":
            yield {"id": row["id"], "text": row["text"], "published_at": None, "relations": _relations(row)}
    for row in read_stories():
        if split_of(row["id"]) == "held" and len(row["sentences"]) == 1:
            yield {key: row[key] for key in ("id", "text", "published_at")} | {"relations": _relations(row)}


def held_stories() -> Iterator[Row]:
    """Whole stories with the relations of each sentence."""
    for row in read_stories():
        if split_of(row["id"]) == "held" and len(row["sentences"]) > 1:
            document = {key: row[key] for key in ("id", "text", "published_at")}
            yield {**document, "sentence_spans": row["sentences"], "relations": _relations(row)}


def sentences_of_pairs(path: Path, coder: Coder) -> Iterator[Row]:
    """Sentences of others with given pairs, held back, as raw texts: the relations are those between two states.

    A side counts where the program finds exactly one state in its span. Sentences without such a pair are left out.
    """
    for row in read_rows(path):
        if split_of(row["id"], 0.10) == "held" and (relations := list(_between_states(row, coder))):
            yield {"id": row["id"], "text": row["text"], "published_at": None, "relations": relations}


def _between_states(row: Row, coder: Coder) -> Iterator[Row]:
    (coded,) = code_records([{"id": row["id"], "text": row["text"], "published_at": None}], coder)
    for pair in row["pairs"]:
        states = [_only_state(coded["countries"], pair[side]) for side in ("source", "target")]
        if all(states) and len(set(states)) == len(states):
            event = {"YIELD": "CONCEDE"}.get(pair["event"], pair["event"])
            yield {"source": states[0], "target": states[1], "symmetric": False, "event": event}


def _only_state(countries: list[Row], span: list[int] | None) -> str | None:
    start, end = span or (0, 0)
    found = {
        country["iso3"]
        for country in countries
        for mention in country["mentions"]
        if mention["start"] < end and mention["end"] > start
    }
    return found.pop() if len(found) == 1 else None


def _relations(row: Row) -> list[Row]:
    return [{key: relation[key] for key in KEPT if key in relation} for relation in row["relations"]]


def write_texts(folder: Path, pairs: Path, coder: Coder) -> list[Path]:
    """Writes the held-back texts of each kind into the folder; gives the files' paths.

    Of articles and sentences that nothing is trained on, own_articles.jsonl and own_countries.jsonl, all are held back.
    """
    paths = []
    texts = {
        "own_sentences": held_sentences(),
        "own_stories": held_stories(),
        "sentences_of_pairs": sentences_of_pairs(pairs, coder),
        **{name: read_rows(LABELS / f"{name}.jsonl") for name in UNSEEN},
    }
    for name, rows in texts.items():
        paths.append(folder / f"{name}.jsonl")
        paths[-1].write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return paths
