"""Names and numbers of the shipped model's int8 weights, as the network that was exported has them."""

import re
from collections.abc import Mapping

import numpy as np

MULTIPLIED = re.compile(r"/(?:Gemm_)?MatMul_quant$")
LAYER = re.compile(r"layers\.(\d+)\.(.*)")


def dequantise(stored: Mapping[str, np.ndarray], key: str) -> np.ndarray:
    """An int8 array as numbers: each less its zero point, times its column's scale."""
    return (stored[f"{key}_quantized"].astype(np.float32) - stored[f"{key}_zero_point"]) * stored[f"{key}_scale"]


def module_path(node: str) -> str:
    """The module that a node of the graph belongs to: "/gate/out/out.0/Gemm_MatMul_quant" is of "gate.out.0"."""
    parts = MULTIPLIED.sub("", node).strip("/").split("/")
    kept = [part for part, after in zip(parts, [*parts[1:], ""], strict=True) if not after.startswith(f"{part}.")]
    return ".".join(kept)


def net_name(key: str, first: int) -> str:
    """The name in RelationNet of a weight of the part that begins with the encoder's layer `first`."""
    layer = LAYER.fullmatch(key)
    if layer:
        return f"encoder.encoder.layer.{int(layer[1]) + first}.{layer[2]}"
    return f"encoder.{key}" if key.startswith("embeddings.") else key.removeprefix("net.")
