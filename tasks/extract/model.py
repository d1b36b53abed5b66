"""Runs the relation model: pairs of actors in, probabilities out. ONNX on the CPU."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime

from tasks.extract.encoding import FOCUS, MODEL_FOLDER, Encoded

# The lower layers with the gate, the upper ones with the heads.
PARTS = ("lower.onnx", "upper.onnx")


@dataclass(frozen=True)
class Prediction:
    """What the model says of one pair.

    events: calibrated probabilities, shape (3 directions, events), independent of each other; choice: probabilities,
    shape (events,), of the one event from A to B, if there is one; status: probabilities, shape (events, statuses);
    context: probabilities, shape (contexts,); evidence: probability of each input id; gate: the probability, by the
    lower layers alone, that the pair does something; pair: the same with the whole article in view.
    """

    events: np.ndarray
    choice: np.ndarray
    status: np.ndarray
    context: np.ndarray
    evidence: np.ndarray
    gate: float = 1.0
    pair: float = 1.0


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


class RelationModel:
    """The trained classifier, in two parts: its lower layers tell which pairs are worth asking the upper ones about.

    `config` names its classes in the order of its outputs and holds the thresholds.
    """

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1) -> None:
        self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._lower, self._upper = (_session(folder / name, threads) for name in PARTS)

    def find(self, one: Encoded) -> Prediction | None:
        """The prediction for one pair that may do nothing; None where the gate is sure that it does nothing."""
        hidden, gate = self.read_lower(one.ids)
        return self._predict(one, hidden, gate) if gate >= self.config["gate"][_kind(one)] else None

    def predict(self, one: Encoded) -> Prediction:
        """The prediction for one pair, whatever the gate says.

        One at a time: the int8 weights scale their input by all that runs with it, so a batch would let one article's
        relations depend on its neighbours. It's no slower on a CPU, since nothing is padded.
        """
        return self._predict(one, *self.read_lower(one.ids))

    def read_lower(self, ids: Sequence[int]) -> tuple[np.ndarray, float]:
        """Hidden states, shape (1, length, width), and the gate's probability that the pair does something."""
        hidden, gate = self._lower.run(None, {"ids": np.array([ids], dtype=np.int64)})
        return hidden, float(_sigmoid(gate)[0])

    def read_upper(self, ids: Sequence[int], hidden: np.ndarray) -> list[np.ndarray]:
        """The logits of the five heads, in the order of Prediction's fields, without the pair's own axis."""
        return [part[0] for part in self._upper.run(None, {"hidden": hidden, "ids": np.array([ids], dtype=np.int64)})]

    def _predict(self, one: Encoded, hidden: np.ndarray, gate: float) -> Prediction:
        events, choice, status, context, evidence = self.read_upper(one.ids, hidden)
        slope, offset = self.config["calibration"][_kind(one)]
        return Prediction(
            events=_sigmoid(slope * events + offset),
            choice=_softmax(choice),
            status=_softmax(status),
            context=_softmax(context),
            evidence=_sigmoid(evidence),
            gate=gate,
        )


def _kind(one: Encoded) -> str:
    return "carried" if FOCUS in one.ids else "named"


def _session(path: Path, threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # The runtime's fused kernel for "add, then normalise" takes longer than the two apart at one pair at a time.
    return onnxruntime.InferenceSession(
        str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


@cache
def model_digest(folder: Path = MODEL_FOLDER) -> str:
    """Twelve hex digits over the model's files: part of the coder's version."""
    digest = hashlib.sha256()
    for name in ("config.json", *PARTS, "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]
