"""Fits what turns the exported model's scores into probabilities, and writes it to its config.json.

    python -m training.calibrate --arrays arrays.npz --model tasks/extract/relation_model

On the held-back pairs, for named and for carried states apart: Platt scaling (Platt 1999) of the event logits, by
Newton's method, over the cells that the model gives more than 0.02; debatable labels count as true. Prints, for bins of
the score, how often it is right, before and after.

Then what the gate does on the same pairs and those of our own stories: the share that it stops, and the share of the
pairs in which the whole model would find a relation that it lets through. The thresholds are those of
training/export.py, on an event's probability: training/coherence.py, which comes next, sets its own.
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
FLOOR = 0.02
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Held:
    """The model's answers on held-back pairs: event logits and labels, shape (pairs, cells), and what the gate says."""

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
    labels = arrays["events"][of_kind].astype(float)
    labels = labels.reshape(len(labels), labels.shape[1] * labels.shape[2])
    return Held(np.array(logits).reshape(labels.shape), labels, np.array(gate))


def gate_effect(gate: np.ndarray, is_found: np.ndarray, threshold: float) -> tuple[float, float]:
    """The share of the pairs that a gate stops, and the share of those with a finding that it lets through."""
    passed = gate >= threshold
    return 1 - float(passed.mean()), float(passed[is_found].mean()) if is_found.any() else 1.0


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """Logits as probabilities."""
    return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))


def fit(logits: np.ndarray, labels: np.ndarray) -> tuple[float, float]:
    """Slope and offset of the logits for which the labels are likeliest."""
    weights = fit_logistic(np.stack([logits, np.ones_like(logits)], axis=1), labels, np.array([1.0, 0.0]))
    return round(float(weights[0]), 3), round(float(weights[1]), 3)


def fit_logistic(
    design: np.ndarray, labels: np.ndarray, start: np.ndarray | None = None, ridge: float = 0.0
) -> np.ndarray:
    """The weights of a logistic regression, by Newton's method with halved steps.

    design: shape (cells, features); ridge: how much the mean loss grows with half the squared weights.
    """
    weights = np.zeros(design.shape[1]) if start is None else start
    cells = len(labels)

    def loss(of: np.ndarray) -> float:
        return _loss(design @ of, labels) + ridge * float(of @ of) / 2

    now = loss(weights)
    for _ in range(100):
        said = sigmoid(design @ weights)
        curvature = (design * (said * (1 - said))[:, None]).T @ design / cells
        hessian = curvature + (ridge + 1e-6 / cells) * np.eye(len(weights))
        step = np.linalg.solve(hessian, design.T @ (said - labels) / cells + ridge * weights)
        # A whole step may leave the valley where the first guess is far off.
        while (new := loss(weights - step)) > now and np.abs(step).max() > 1e-6:
            step = step / 2
        weights, now = weights - step, min(now, new)
    return weights


def _loss(logits: np.ndarray, labels: np.ndarray) -> float:
    """The mean negative log-likelihood of the labels."""
    return float(np.mean(np.logaddexp(0, logits) - labels * logits))


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
    config["calibration"] = {}
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
        stopped, kept = gate_effect(gate, is_found, config["gate"][kind])
        print(f"{kind} gate {config['gate'][kind]}: stops {stopped:.2f}, lets through {kept:.2f} of the findings")
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
