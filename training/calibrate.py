"""Fits what turns the exported model's scores into probabilities, and writes it to its config.json.

    python -m training.calibrate --arrays arrays.npz --model tasks/extract/relation_model

On the held-back pairs, for named and for carried states apart: Platt scaling (Platt 1999) of the event logits, by
Newton's method, over the cells that the model gives more than 0.02; debatable labels count as true. Prints, for bins of
the score, how often it is right, before and after.
"""

import argparse
import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import onnxruntime

from training.arrays import ORIGINS, SPLITS

KINDS = {"named": "article", "carried": "carried"}
FLOOR = 0.02
BINS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def held_logits(folder: Path, arrays: dict[str, np.ndarray], origin: str) -> tuple[np.ndarray, np.ndarray]:
    """Event logits and labels of the held-back pairs of an origin, flat."""
    session = onnxruntime.InferenceSession(str(folder / "model.onnx"), providers=["CPUExecutionProvider"])
    of_kind = (arrays["split"] == SPLITS.index("held")) & (arrays["origin"] == ORIGINS.index(origin))
    logits = []
    for row in np.flatnonzero(of_kind):
        ids = arrays["ids"][arrays["start"][row] : arrays["start"][row + 1]].astype(np.int64)[None]
        logits.append(session.run(["events"], {"ids": ids, "mask": np.ones_like(ids)})[0].ravel())
    return np.concatenate(logits), arrays["events"][of_kind].astype(float).ravel()


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
    config["calibration"] = {}
    for kind, origin in KINDS.items():
        logits, labels = held_logits(options.model, arrays, origin)
        likely = sigmoid(logits) > FLOOR
        slope, offset = config["calibration"][kind] = fit(logits[likely], labels[likely])
        print(f"{kind} before: {reliability(sigmoid(logits), labels)}")
        print(f"{kind} after, {slope} x logit {offset:+}: {reliability(sigmoid(slope * logits + offset), labels)}")
    path.write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
