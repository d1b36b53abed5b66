"""Writes the shipped model's weights as training/train.py reads them, so that a training can go on from it.

    python -m training.restore --model tasks/extract/relation_model --out shipped

The int8 weights become float again as they stand. Needs the package onnx.
"""

import argparse
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from training.net import GATE_LAYERS
from training.quantised import dequantise, module_path, net_name

# What the model's files hold, and the encoder's layer that each begins with.
PARTS = {"lower": 0, "upper": GATE_LAYERS}


def restore(folder: Path) -> dict[str, torch.Tensor]:
    """The weights of lower.onnx and upper.onnx in the folder by their names in RelationNet, in float32."""
    return {
        net_name(key, first): torch.from_numpy(np.array(value, dtype=np.float32))
        for name, first in PARTS.items()
        for key, value in read_part(onnx.load(folder / f"{name}.onnx").graph).items()
    }


def read_part(graph: onnx.GraphProto) -> dict[str, np.ndarray]:
    """The weights of one part by the names that the part's modules have, matrices as PyTorch has them."""
    stored = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    plain = {key: value for key, value in stored.items() if key.endswith((".bias", "LayerNorm.weight"))}
    matrices = {
        f"{module_path(node.name)}.weight": dequantise(stored, node.input[1].removesuffix("_quantized")).T
        for node in graph.node
        if node.op_type == "MatMulInteger"
    }
    tables = [key.removesuffix("_quantized") for key in stored if key.endswith("embeddings.weight_quantized")]
    return plain | matrices | {key: dequantise(stored, key) for key in tables}


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    weights = restore(options.model)
    torch.save({name: value.half() for name, value in weights.items()}, options.out / "weights.pt")
    print(f"{len(weights)} weights in {options.out}")


if __name__ == "__main__":
    main()
