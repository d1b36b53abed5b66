"""Scores a relation network on the held-back rows of the arrays, pair by pair."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import torch

from seeds.reader import EVENTS, read_events
from training.arrays import DIRECTIONS, ORIGINS

QUADS = [event.quad for event in read_events().values()]
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
THRESHOLDS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)
Row = dict[str, Any]


@torch.no_grad()
def measure(net: Any, data: Any, batches: Callable, gather: Callable, forward: Callable) -> dict[str, float]:
    """Macro-F1 where the pair is given; F1 at the best threshold where it has to be found; status and context."""
    net.eval()
    rows: list[Row] = []
    for chosen in batches(data, (data["split"] == 1).nonzero().squeeze(-1), 128, False):
        batch = gather(data, chosen)
        said = [part.cpu().numpy() for part in forward(net, batch)[:4]]
        gold = {name: batch[name].cpu().numpy() for name in ("events", "weights", "choice", "status", "context")}
        origins = data["origin"][chosen].cpu().numpy()
        for i, origin in enumerate(origins):
            rows.append({"origin": ORIGINS[origin], "said": [s[i] for s in said], **{k: v[i] for k, v in gold.items()}})
    return report(rows)


def report(rows: list[Row]) -> dict[str, float]:
    """The figures by origin."""
    figures: dict[str, float] = {}
    for origin in ORIGINS:
        own = [row for row in rows if row["origin"] == origin]
        if not own:
            continue
        if origin in ("plv", "pair", "own_pair"):
            figures |= {f"{origin}_{name}": value for name, value in _given(own).items()}
        elif origin in ("aw", "roles"):
            figures[origin] = round(float(np.mean([_allowed(row) for row in own])), 3)
        else:
            figures |= {f"{origin}_{name}": value for name, value in _found(own).items()}
    return figures


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """Mean over the classes of the F1 of each."""
    counts = Counter(pairs)
    names = {name for pair in counts for name in pair}
    scores = []
    for name in names:
        said = sum(n for (_, b), n in counts.items() if b == name)
        there = sum(n for (a, _), n in counts.items() if a == name)
        scores.append(2 * counts[name, name] / (said + there))
    return sum(scores) / len(scores)


def _given(rows: list[Row]) -> dict[str, float]:
    gold = [int(row["choice"].argmax()) for row in rows]
    said = [int(row["said"][1].argmax()) for row in rows]
    events = [
        (MERGED.get(EVENTS[a], EVENTS[a]), MERGED.get(EVENTS[b], EVENTS[b])) for a, b in zip(gold, said, strict=True)
    ]
    quads = [(QUADS[a], QUADS[b]) for a, b in zip(gold, said, strict=True)]
    figures = {"event": macro_f1(events), "quad": macro_f1(quads)}
    return {name: round(value, 3) for name, value in figures.items()}


def _allowed(row: Row) -> bool:
    powers = np.exp(row["said"][1] - row["said"][1].max())
    return bool(powers[row["choice"] > 0].sum() > powers.sum() / 2)


def _found(rows: list[Row]) -> dict[str, float]:
    best: dict[str, float] = {"sum": 0.0}
    for threshold in THRESHOLDS:
        tally: Counter[str] = Counter()
        for row in rows:
            tally.update(_tally(row, threshold))
        figures = {level: _f1(tally, level) for level in ("dyad", "directed", "event")}
        if sum(figures.values()) > best["sum"]:
            best = {**figures, "sum": sum(figures.values()), "threshold": threshold}
    status = [(s, row["said"][2][e].argmax()) for row in rows for e, s in enumerate(row["status"]) if s >= 0]
    context = [(row["context"], row["said"][3].argmax()) for row in rows if row["context"] >= 0]
    best |= {"status": _accuracy(status), "context": _accuracy(context)}
    return {name: round(float(value), 3) for name, value in best.items() if name != "sum"}


def _accuracy(pairs: list[Any]) -> float:
    return sum(a == b for a, b in pairs) / max(1, len(pairs))


def _keys(cells: np.ndarray) -> dict[str, set[Any]]:
    found = [(DIRECTIONS[d], e) for d, e in zip(*np.nonzero(cells), strict=True)]
    both = [(d, e) for d, e in found if d != "symmetric"]
    both += [(d, e) for name, e in found if name == "symmetric" for d in ("forward", "backward")]
    return {"dyad": {"x"} if both else set(), "directed": {d for d, _ in both}, "event": set(both)}


def _tally(row: Row, threshold: float) -> Counter[str]:
    sure, gold = _keys(row["events"] * (row["weights"] == 1)), _keys(row["events"])
    found = _keys(row["said"][0] > np.log(threshold / (1 - threshold)))
    tally: Counter[str] = Counter()
    for level in ("dyad", "directed", "event"):
        fair = found[level] - (gold[level] - sure[level])
        tally[f"{level}.tp"] += len(fair & sure[level])
        tally[f"{level}.pred"] += len(fair)
        tally[f"{level}.gold"] += len(sure[level])
    return tally


def _f1(tally: Counter[str], level: str) -> float:
    return 2 * tally[f"{level}.tp"] / max(1, tally[f"{level}.pred"] + tally[f"{level}.gold"])
