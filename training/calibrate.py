"""Fits what turns the exported model's scores into probabilities, and writes it to its config.json.

    python -m training.calibrate --arrays arrays.npz --model tasks/extract/relation_model

On the held-back pairs, for named and for carried states apart: Platt scaling (Platt 1999) of the event logits, by
Newton's method, over the cells that the model gives more than 0.02; debatable labels count as true. Prints, for bins of
the score, how often it is right, before and after.

Then the gate's thresholds: the highest ones that let through KEPT of the pairs in which the model finds a relation, on
the same pairs and those of our own stories; prints what share of all pairs they keep from the upper layers.
"""

import argparse
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from tasks.extract.model import RelationModel
from training.arrays import ORIGINS, SPLITS

KINDS = {"named": "article", "carried": "carried"}
STORIES = {"named": "story", "carried": "story_carried"}
THRESHOLDS = {"named": "threshold", "carried": "carried_threshold"}
KEPT = 0.99
FLOOR = 0.02
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Held:
    """The model's answers on held-back pairs: event logits and labels, shape (pairs, cells), and the gate's words."""

    logits: np.ndarray
    labels: np.ndarray
    gate: np.ndarray


def ask(model: RelationModel, arrays: dict[str, np.ndarray], origin: str) -> Held:
    """The answers on the held-back pairs of an origin."""
    of_kind = (arrays["split"] == SPLITS.index("held")) & (arrays["origin"] == ORIGINS.index(origin))
    logits, gate = [], []
    for row in np.flatnonzero(of_kind):
        ids = arrays["ids"][arrays["start"][row] : arrays["start"][row + 1]].astype(np.int64).tolist()
        hidden, passed = model.read_lower(ids)
        logits.append(model.read_upper(ids, hidden)[0].ravel())
        gate.append(passed)
    labels = arrays["events"][of_kind].astype(float).reshape(len(logits), -1)
    return Held(np.array(logits).reshape(labels.shape), labels, np.array(gate))


def gate_threshold(gate: np.ndarray, is_found: np.ndarray, kept: float = KEPT) -> float:
    """The highest threshold that lets through a share of what is found, rounded down."""
    if not is_found.any():
        return 0.0
    return float(np.floor(np.quantile(gate[is_found], 1 - kept) * 1000) / 1000)


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Logits as probabilities."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


def fit(logits: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Slope and offset of the logits for which the labels are likeliest."""
    weights = np.array([1.0, 0.0])
    design = np.stack([logits, np.ones_like(logits)], axis=1)
    for _ in range(100):
        said = sigmoid(design @ weights)
        hessian = (design * (said * (1 - said))[:, None]).T @ design + 1e-6 * np.eye(2)
        weights = weights - np.linalg.solve(hessian, design.T @ (said - labels))
    return round(float(weights[0]), 3), round(float(weights[1]), 3)


def reliability(scores: np.ndarray, labels: np.ndarray) -> str:
    """For each bin of the score: its mean, the share that is right, the number."""
    parts = []
    for low, high in pairwise(BINS):
        inside = (scores > max(low, FLOOR)) & (scores <= high)
        if inside.any():
            parts.append(f"{scores[inside].mean():.2f} said, {labels[inside].mean():.2f} right ({inside.sum()})")
    return "; ".join(parts)


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--arrays", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    options = parser.parse_args()
    path = options.model / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    with np.load(options.arrays) as loaded:
        arrays = {name: loaded[name] for name in ("ids", "start", "split", "origin", "events")}
    model = RelationModel(options.model)
    config["calibration"], config["gate"] = {}, {}
    for kind, origin in KINDS.items():
        held, stories = (ask(model, arrays, name) for name in (origin, STORIES[kind]))
        logits, labels = held.logits.ravel(), held.labels.ravel()
        likely = sigmoid(logits) > FLOOR
        slope, offset = config["calibration"][kind] = fit(logits[likely], labels[likely])
        print(f"{kind} before: {reliability(sigmoid(logits), labels)}")
        print(f"{kind} after, {slope} x logit {offset:+}: {reliability(sigmoid(slope * logits + offset), labels)}")
        gate = np.concatenate([held.gate, stories.gate])
        best = np.concatenate([part.logits.max(1) for part in (held, stories) if len(part.gate)])
        is_found = sigmoid(slope * best + offset) >= config[THRESHOLDS[kind]]
        config["gate"][kind] = gate_threshold(gate, is_found)
        stopped = np.mean(gate < config["gate"][kind])
        print(f"{kind} gate {config['gate'][kind]}: keeps {stopped:.2f} of the pairs from the upper layers")
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
