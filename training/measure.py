"""Scores a relation model on held-back examples, pair by pair."""

import argparse
import random
from collections import Counter
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from tasks.extract.encoding import batch
from training.train import DIRECTIONS, RelationNet, prepare

Row = dict[str, Any]


def measure(net: RelationNet, rows: list[Row], tokens: Tokenizer, options: argparse.Namespace) -> dict[str, float]:
    """Class accuracy where the pair is given; best F1 over thresholds where the pair has to be found."""
    net.eval()
    items = [prepare(row, tokens, random.Random(0), False, options) for row in rows]
    outputs = _predict(net, items)
    figures: dict[str, float] = {}
    for origin in ("plv", "own_pair", "aw", "roles"):
        hits = [_chose(items[i], outputs[i][1]) for i, row in enumerate(rows) if row["from"] == origin]
        figures[origin] = round(float(np.mean(hits)), 3) if hits else 0.0
    for origin in ("article", "carried", "own"):
        own = [i for i, row in enumerate(rows) if row["from"] == origin]
        found = _found([rows[i] for i in own], [outputs[i] for i in own])
        figures.update({f"{origin}_{name}": value for name, value in found.items()})
    return figures


def _predict(net: RelationNet, items: list[Row]) -> list[tuple[np.ndarray, ...]]:
    order = sorted(range(len(items)), key=lambda i: len(items[i]["encoded"].ids))
    outputs: list[Any] = [None] * len(items)
    with torch.no_grad():
        for start in range(0, len(order), 64):
            chunk = order[start : start + 64]
            ids, mask = batch([items[i]["encoded"] for i in chunk])
            result = [part.numpy() for part in net(torch.tensor(ids), torch.tensor(mask))]
            for row, i in enumerate(chunk):
                outputs[i] = tuple(part[row] for part in result)
    return outputs


def _chose(item: Row, logits: np.ndarray) -> bool:
    allowed = item["choice"] > 0
    if allowed.sum() > 4:  # polarity or quad: the class with most mass wins
        mass = torch.softmax(torch.tensor(logits), 0).numpy()
        return bool(mass[allowed].sum() > 0.5)
    return bool(allowed[int(logits.argmax())])


def _found(rows: list[Row], outputs: list[tuple[np.ndarray, ...]]) -> dict[str, float]:
    scores = np.stack([1 / (1 + np.exp(-o[0])) for o in outputs])
    best = {"f1": 0.0}
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6):
        tally: Counter[str] = Counter()
        for row, score in zip(rows, scores, strict=True):
            tally.update(_tally(row, score, threshold))
        figures = {level: _f1(tally, level) for level in ("dyad", "directed", "event")}
        if figures["event"] + figures["directed"] > best["f1"]:
            best = {**figures, "f1": figures["event"] + figures["directed"], "threshold": threshold}
    hits: Counter[str] = Counter()
    for row, output in zip(rows, outputs, strict=True):
        for relation in row["relations"]:
            hits["n"] += 1
            hits["status"] += STATUSES[int(output[2][EVENTS.index(relation["event"])].argmax())] == relation["status"]
            hits["context"] += CONTEXTS[int(output[3].argmax())] == relation["context"]
    best |= {"status": hits["status"] / max(1, hits["n"]), "context": hits["context"] / max(1, hits["n"])}
    return {key: round(float(value), 3) for key, value in best.items() if key != "f1"}


def _keys(found: list[tuple[str, str]]) -> dict[str, set[Any]]:
    both = [(d, e) for d, e in found if d != "symmetric"]
    both += [(d, e) for _, e in (f for f in found if f[0] == "symmetric") for d in ("forward", "backward")]
    return {"dyad": {"x"} if both else set(), "directed": {d for d, _ in both}, "event": set(both)}


def _tally(row: Row, score: np.ndarray, threshold: float) -> Counter[str]:
    sure = _keys([(r["direction"], r["event"]) for r in row["relations"] if r["weight"] == 1])
    gold = _keys([(r["direction"], r["event"]) for r in row["relations"]])
    found = _keys([(DIRECTIONS[d], EVENTS[e]) for d, e in zip(*np.nonzero(score > threshold), strict=True)])
    tally: Counter[str] = Counter()
    for level in ("dyad", "directed", "event"):
        fair = found[level] - (gold[level] - sure[level])
        tally[f"{level}.tp"] += len(fair & sure[level])
        tally[f"{level}.pred"] += len(fair)
        tally[f"{level}.gold"] += len(sure[level])
    return tally


def _f1(tally: Counter[str], level: str) -> float:
    return 2 * tally[f"{level}.tp"] / max(1, tally[f"{level}.pred"] + tally[f"{level}.gold"])
