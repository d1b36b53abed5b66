"""The shipped model's weights under the names that training gives them."""

import numpy as np
import pytest

from training.quantised import dequantise, module_path, net_name


def test_numbers_come_back_by_column():
    stored = {
        "w_quantized": np.array([[3, -2], [1, 0]], dtype=np.int8),
        "w_zero_point": np.array([1, 0], dtype=np.int8),
        "w_scale": np.array([0.5, 2.0], dtype=np.float32),
    }
    assert dequantise(stored, "w").tolist() == [[1.0, -4.0], [0.0, 0.0]]


@pytest.mark.parametrize(
    ("node", "want"),
    [
        ("/layers.1/attention/self/query/MatMul_quant", "layers.1.attention.self.query"),
        ("/gate/out/out.0/Gemm_MatMul_quant", "gate.out.0"),
        ("/event/Gemm_MatMul_quant", "event"),
    ],
)
def test_a_node_tells_its_module(node, want):
    assert module_path(node) == want


@pytest.mark.parametrize(
    ("key", "want"),
    [
        ("layers.1.output.dense.bias", "encoder.encoder.layer.3.output.dense.bias"),
        ("embeddings.LayerNorm.weight", "encoder.embeddings.LayerNorm.weight"),
        ("net.pool.0.bias", "pool.0.bias"),
        ("gate.query.weight", "gate.query.weight"),
    ],
)
def test_a_weight_has_its_place_in_the_whole_network(key, want):
    assert net_name(key, 2) == want
