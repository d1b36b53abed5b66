"""Exports trained weights as the ONNX int8 model that the coder runs.

    python -m training.export --weights DIR [DIR ...] --encoder DIR --out tasks/extract/relation_model --threshold 0.4

Several weights of one architecture are averaged. The thresholds are those that were found best on held-back
examples, after training/calibrate.py.
"""

import argparse
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from training.arrays import DIRECTIONS
from training.net import RelationNet, build_net


def load_average(folders: list[Path], encoder: Path) -> RelationNet:
    """The network with the mean of the weights in the folders."""
    net = build_net(encoder)
    states = [torch.load(folder / "weights.pt", weights_only=True, map_location="cpu") for folder in folders]
    mean = {k: sum(s[k].float() for s in states) / len(states) for k in states[0]}
    net.load_state_dict({k: v.to(net.state_dict()[k].dtype) for k, v in mean.items()})
    return net.float().eval()


def export(net: RelationNet, out: Path) -> Path:
    """Writes model.onnx (int8 weights, float activations) and gives its path."""
    out.mkdir(parents=True, exist_ok=True)
    full, small = out / "full.onnx", out / "model.onnx"
    ids = torch.tensor([[101, 1, 2054, 2, 3, 2023, 4, 102]] * 2)
    names = ["events", "choice", "status", "context", "evidence"]
    wide = {0: "pairs", 1: "length"}
    torch.onnx.export(
        net,
        (ids, torch.ones_like(ids)),
        str(full),
        input_names=["ids", "mask"],
        output_names=names,
        dynamic_axes={"ids": wide, "mask": wide, "evidence": wide, **{n: {0: "pairs"} for n in names[:4]}},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(small), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
    return small


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--carried-threshold", type=float, default=0.4, help="where a state is carried in")
    options = parser.parse_args()
    path = export(load_average(options.weights, options.encoder), options.out)
    shutil.copy(options.encoder / "tokenizer.json", options.out / "tokenizer.json")
    config: dict[str, Any] = {
        "directions": DIRECTIONS,
        "events": EVENTS,
        "statuses": STATUSES,
        "contexts": CONTEXTS,
        "threshold": options.threshold,
        "carried_threshold": options.carried_threshold,
        "calibration": {"named": [1.0, 0.0], "carried": [1.0, 0.0]},  # training/calibrate.py fits it
    }
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(f"{path}: {np.round(path.stat().st_size / 2**20, 1)} MiB")


if __name__ == "__main__":
    main()
