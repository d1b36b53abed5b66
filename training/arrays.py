"""Turns examples into arrays that a training loop can draw batches from, without text, tokenizer or seeds.

    python -m training.arrays --examples examples.jsonl --out arrays.npz --variants 8

Each example is written several times, each time augmented anew (training/augment.py); held-back ones once, as they are.
Arrays (n rows, t word pieces in all):

    ids, evidence   (t,)     word pieces with markers; 1 in the evidence, 0 outside, -1 unknown
    start           (n + 1,) where each row begins
    events, weights (n, 3, events)  what is there; how much each cell counts (0 unknown)
    choice          (n, events)     the classes that the one event from A to B may have; none where it isn't known
    emphasis        (n,)     how much the choice counts
    status          (n, events)     -1 unknown
    context         (n,)            -1 unknown
    origin          (n,)     index of ORIGINS
    split           (n,)     0 learned from, 1 held back, 2 without labels
    example         (n,)     number of the example
"""

import argparse
import json
import random
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from tasks.extract.encoding import Encoded, encode, tokenize, tokenizer
from training.augment import mangle, swap_actors

DIRECTIONS = ("forward", "backward", "symmetric")
ORIGINS = (
    *("article", "carried", "own", "own_pair", "pair", "plv", "aw", "roles", "text", "story", "story_carried"),
    *("later", "later_carried", "twice", "twice_carried", "story_twice", "story_twice_carried"),
    *("mangled", "mangled_carried"),
)
SPLITS = ("train", "held", "none")
# The class of a given pair is learned from given pairs first; whole relations count less for it.
EMPHASIS = {
    "article": 0.3,
    "carried": 0.2,
    "story": 0.3,
    "story_carried": 0.2,
    "later": 0.3,
    "later_carried": 0.2,
    "twice": 0.3,
    "twice_carried": 0.2,
    "story_twice": 0.3,
    "story_twice_carried": 0.2,
    "mangled": 0.3,
    "mangled_carried": 0.2,
    "own": 0.3,
    "aw": 0.5,
    "roles": 0.5,
    "plv": 2.0,
}
MANGLED = ("mangled", "mangled_carried")
TURNED = {"forward": "backward", "backward": "forward", "symmetric": "symmetric"}
Row = dict[str, Any]


def vary(row: Row, rng: random.Random, options: argparse.Namespace) -> tuple[Row, bool]:
    """The example changed at random without changing its meaning, and whether A and B are exchanged."""
    if rng.random() < options.swap:
        row = swap_actors(row, rng)
    if rng.random() < options.mangle or row["from"] in MANGLED:  # whose new actors have capitals
        row = mangle(row)
    if len(row["a"]) > 1 and rng.random() < 0.15:
        row = {**row, "a": [rng.choice(row["a"])]}
    return row, "choice" not in row and rng.random() < 0.5  # a given pair is from A to B


def prepare(row: Row, tokens: Tokenizer, is_flipped: bool, limit: int) -> Row:
    """An example as model input and targets."""
    first, second = ("b", "a") if is_flipped else ("a", "b")
    spans = [[tuple(m["span"]) for m in row[side] if m["span"]] for side in (first, second, "c")]
    encoded = encode(tokenize(row["text"], tokens), *spans, focus=row.get("focus", 0), limit=limit)
    return {"ids": np.array(encoded.ids, dtype=np.uint16), **_targets(row, encoded, is_flipped)}


def _targets(row: Row, encoded: Encoded, is_flipped: bool) -> Row:
    target: Row = {
        "events": np.zeros((len(DIRECTIONS), len(EVENTS)), dtype=np.float16),
        "weights": np.zeros((len(DIRECTIONS), len(EVENTS)), dtype=np.float16),
        "choice": np.zeros(len(EVENTS), dtype=np.float16),
        "emphasis": EMPHASIS.get(row["from"], 1.0),
        "status": np.full(len(EVENTS), -1, dtype=np.int8),
        "context": -1,
        "evidence": np.full(len(encoded.ids), -1, dtype=np.int8),
    }
    if "choice" in row:
        target["choice"][[EVENTS.index(name) for name in row["choice"]]] = 1
    if "relations" in row:
        _relation_targets(row, encoded, is_flipped, target)
    return target


def _relation_targets(row: Row, encoded: Encoded, is_flipped: bool, target: Row) -> None:
    target["weights"][:] = 1
    spans = [r["evidence"] for r in row["relations"] if r["evidence"]]
    if spans:
        target["evidence"] = _inside(encoded, spans)
    for relation in row["relations"]:
        name = relation["direction"]
        d, e = DIRECTIONS.index(TURNED[name] if is_flipped else name), EVENTS.index(relation["event"])
        target["events"][d, e], target["weights"][d, e] = 1, relation["weight"]
        target["status"][e] = STATUSES.index(relation["status"])
        target["context"] = CONTEXTS.index(relation["context"])
    acts = target["events"][0] + target["events"][2]
    if np.count_nonzero(acts) == 1:  # else no single event is the right one
        target["choice"][int(acts.argmax())] = 1


def _inside(encoded: Encoded, spans: list[list[int]]) -> np.ndarray:
    marks = [
        -1 if o is None else int(any(o[0] < end and o[1] > start for start, end in spans)) for o in encoded.offsets
    ]
    return np.array(marks, dtype=np.int8)


def encode_row(task: tuple[int, Row, argparse.Namespace]) -> list[Row]:
    """All variants of one example."""
    number, row, options = task
    rng = random.Random(f"{options.seed}:{number}")
    fixed = {"example": number, "origin": ORIGINS.index(row["from"]), "split": SPLITS.index(row["split"])}
    tokens = tokenizer()
    if row["split"] == "held":
        return [{**prepare(row, tokens, False, options.length), **fixed}]
    count = options.variants if row["split"] == "train" else 1
    varied = [vary(row, rng, options) for _ in range(count)]
    return [{**prepare(one, tokens, is_flipped, options.length), **fixed} for one, is_flipped in varied]


def stack(items: list[Row]) -> dict[str, np.ndarray]:
    """The rows as arrays, see the module's docstring."""
    arrays = {name: np.concatenate([i[name] for i in items]) for name in ("ids", "evidence")}
    arrays["start"] = np.cumsum([0, *(len(i["ids"]) for i in items)]).astype(np.int64)
    arrays |= {name: np.stack([i[name] for i in items]) for name in ("events", "weights", "choice", "status")}
    arrays["emphasis"] = np.array([i["emphasis"] for i in items], dtype=np.float16)
    small = {"context": np.int8, "origin": np.int8, "split": np.int8, "example": np.int32}
    return arrays | {name: np.array([i[name] for i in items], dtype=kind) for name, kind in small.items()}


def read_examples(paths: list[Path]) -> Iterator[Row]:
    """The examples of several files, one after the other."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=Path, nargs="+", required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--variants", type=int, default=8)
    parser.add_argument("--mangle", type=float, default=0.3)
    parser.add_argument("--swap", type=float, default=0.3)
    parser.add_argument("--length", type=int, default=160)
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    tasks = [(number, row, options) for number, row in enumerate(read_examples(options.examples))]
    with Pool() as pool:
        items = [item for found in pool.imap(encode_row, tasks, chunksize=200) for item in found]
    arrays = stack(items)
    np.savez_compressed(options.out, **arrays)
    print(f"{len(items)} rows, {len(arrays['ids'])} word pieces in {options.out}")


if __name__ == "__main__":
    main()
