"""Exports trained weights as the ONNX int8 model that the coder runs.

    python -m training.export --weights DIR [DIR ...] --encoder DIR --out tasks/extract/relation_model --threshold 0.4

Several weights of one architecture are averaged. The thresholds are those that were found best on held-back
examples, after training/calibrate.py.
"""

import argparse
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from training.arrays import DIRECTIONS
from training.average import mean_weights
from training.losses import HEADS
from training.net import GATE_LAYERS, RelationNet, build_net


def load_average(folders: list[Path], encoder: Path) -> RelationNet:
    """The network with the mean of the weights in the folders."""
    net = build_net(encoder)
    mean = mean_weights(folders)
    net.load_state_dict({k: v.to(net.state_dict()[k].dtype) for k, v in mean.items()})
    return net.float().eval()


class Lower(nn.Module):
    """Word pieces of one pair to the hidden states of the gate's layer and the gate's logit."""

    def __init__(self, net: RelationNet) -> None:
        super().__init__()
        self.embeddings, self.layers, self.gate = (
            net.encoder.embeddings,
            net.encoder.encoder.layer[:GATE_LAYERS],
            net.gate,
        )

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Shapes (1, length, width), (1,)."""
        hidden = run_layers(self.layers, self.embeddings(input_ids=ids))
        return hidden, self.gate(hidden, ids, None)


class Upper(nn.Module):
    """What Lower gives, and the word pieces, to the answers of the five heads."""

    def __init__(self, net: RelationNet) -> None:
        super().__init__()
        self.layers, self.net = net.encoder.encoder.layer[GATE_LAYERS:], net

    def forward(self, hidden: torch.Tensor, ids: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Shapes as of RelationNet."""
        return self.net.answer(run_layers(self.layers, hidden), ids, None)


def run_layers(layers: nn.ModuleList, hidden: torch.Tensor) -> torch.Tensor:
    """The hidden states after some layers of BERT, without a mask: the coder pads nothing."""
    for layer in layers:
        out = layer(hidden, None)
        hidden = out[0] if isinstance(out, tuple) else out
    return hidden


def export(net: RelationNet, out: Path) -> list[Path]:
    """Writes lower.onnx and upper.onnx (int8 weights, float activations) and gives their paths.

    Two files of one network: the coder asks the upper layers only about pairs that the gate lets through.
    """
    out.mkdir(parents=True, exist_ok=True)
    net.encoder.set_attn_implementation("eager")  # plain matrix products: fewer operations than a fused one exports
    ids = torch.tensor([[101, 1, 2054, 2, 3, 2023, 4, 102]])
    lower = Lower(net).eval()
    parts = {
        "lower": (lower, (ids,), ["ids"], ["hidden", "gate"]),
        "upper": (Upper(net).eval(), (lower(ids)[0], ids), ["hidden", "ids"], HEADS),
    }
    return [write_part(out / f"{name}.onnx", *part) for name, part in parts.items()]


def write_part(path: Path, part: nn.Module, inputs: tuple[Any, ...], names: list[str], said: Sequence[str]) -> Path:
    """One part of the network as an ONNX file; its `length` varies."""
    full, wide = path.with_suffix(".full"), {1: "length"}
    torch.onnx.export(
        part,
        inputs,
        str(full),
        input_names=names,
        output_names=list(said),
        dynamic_axes={"ids": wide, "hidden": wide, "evidence": wide},
        opset_version=17,
        dynamo=False,
    )
    quantize_dynamic(str(full), str(path), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    full.unlink()
    return path


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, nargs="+", required=True)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--threshold", type=float, default=0.4)
    parser.add_argument("--carried-threshold", type=float, default=0.4, help="where a state is carried in")
    parser.add_argument("--further-threshold", type=float, default=0.4, help="for further events of one pair")
    parser.add_argument("--gate", type=float, default=0.0, help="what the lower layers must say of a pair")
    parser.add_argument("--carried-gate", type=float, default=0.0)
    options = parser.parse_args()
    paths = export(load_average(options.weights, options.encoder), options.out)
    shutil.copy(options.encoder / "tokenizer.json", options.out / "tokenizer.json")
    config: dict[str, Any] = {
        "directions": DIRECTIONS,
        "events": EVENTS,
        "statuses": STATUSES,
        "contexts": CONTEXTS,
        "threshold": options.threshold,
        "carried_threshold": options.carried_threshold,
        "further_threshold": options.further_threshold,
        "alone_further_threshold": options.further_threshold,  # training/coherence.py sets both
        "calibration": {"named": [1.0, 0.0], "carried": [1.0, 0.0]},  # training/calibrate.py fits both
        "gate": {"named": options.gate, "carried": options.carried_gate},
    }
    (options.out / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")
    print(f"{options.out}: {sum(path.stat().st_size for path in paths) / 2**20:.1f} MiB")


if __name__ == "__main__":
    main()
