"""Runs the relation model: pairs of actors in, probabilities out. ONNX on the CPU."""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime

from tasks.extract.encoding import FOCUS, MODEL_FOLDER, Encoded, batch


@dataclass(frozen=True)
class Prediction:
    """What the model says of one pair.

    events: calibrated probabilities, shape (3 directions, events), independent of each other; choice: probabilities,
    shape (events,), of the one event from A to B, if there is one; status: probabilities, shape (events, statuses);
    context: probabilities, shape (contexts,); evidence: probability of each input id.
    """

    events: np.ndarray
    choice: np.ndarray
    status: np.ndarray
    context: np.ndarray
    evidence: np.ndarray


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


class RelationModel:
    """The trained classifier. `config` names its classes in the order of its outputs and holds the threshold."""

    def __init__(self, folder: Path = MODEL_FOLDER, threads: int = 1) -> None:
        self.config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )

    def predict(self, one: Encoded) -> Prediction:
        """The prediction for one pair.

        One at a time: the int8 weights scale their input by all that runs with it, so a batch would let one article's
        relations depend on its neighbours. It's no slower on a CPU, since nothing is padded.
        """
        ids, mask = batch([one])
        events, choice, status, context, evidence = self._session.run(None, {"ids": ids, "mask": mask})
        slope, offset = self.config["calibration"]["carried" if FOCUS in one.ids else "named"]
        return Prediction(
            events=_sigmoid(slope * events[0] + offset),
            choice=_softmax(choice[0]),
            status=_softmax(status[0]),
            context=_softmax(context[0]),
            evidence=_sigmoid(evidence[0]),
        )


@cache
def model_digest(folder: Path = MODEL_FOLDER) -> str:
    """Twelve hex digits over the model's files: part of the coder's version."""
    digest = hashlib.sha256()
    for name in ("config.json", "model.onnx", "tokenizer.json"):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()[:12]
