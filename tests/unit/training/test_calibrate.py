"""Scores that say how often they are right."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from training.calibrate import fit, gate_effect, reliability, sigmoid


@settings(max_examples=15, deadline=None)
@given(st.floats(0.3, 1.5), st.floats(-2, 1))
def test_the_fit_finds_slope_and_offset_that_made_the_labels(slope, offset):
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 2, 20_000)
    labels = (rng.random(len(logits)) < sigmoid(slope * logits + offset)).astype(float)
    found = fit(logits, labels)
    assert abs(found[0] - slope) < 0.1
    assert abs(found[1] - offset) < 0.1


def test_each_bin_tells_what_was_said_and_what_was_right():
    scores, labels = np.array([0.01, 0.1, 0.1, 0.9, 0.9]), np.array([0, 0, 1, 1, 1])
    assert reliability(scores, labels) == "0.10 said, 0.50 right (2); 0.90 said, 1.00 right (2)"


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=300), st.floats(0, 1))
def test_what_the_gate_stops_and_lets_through(pairs, threshold):
    gate, is_found = np.array([g for g, _ in pairs]), np.array([f for _, f in pairs])
    stopped, kept = gate_effect(gate, is_found, threshold)
    assert round(stopped * len(pairs)) == sum(g < threshold for g, _ in pairs)
    if is_found.any():
        assert round(kept * is_found.sum()) == sum(f and g >= threshold for g, f in pairs)
