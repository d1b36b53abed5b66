"""From mentions to candidate pairs, from probabilities to relations: with a made-up model's answers."""

import numpy as np
import pytest

from seeds import CONTEXTS, EVENTS, STATUSES
from tasks.extract.components.relations import MAX_STATES, choose_event, find_candidates, read_prediction
from tasks.extract.model import Prediction

CONFIG = {
    "directions": ["forward", "backward", "symmetric"],
    "events": list(EVENTS),
    "statuses": list(STATUSES),
    "contexts": list(CONTEXTS),
    "threshold": 0.5,
}


@pytest.fixture
def candidate(make):
    doc = make("Moscow sold helicopters to Pakistan.", ("Moscow", "RUS", "capital"), ("Pakistan", "PAK", "name"))
    (found,) = find_candidates(doc)
    return found


def said(candidate, scores, status="actual", context="military"):
    events = np.zeros((3, len(EVENTS)))
    for (direction, event), score in scores.items():
        events[CONFIG["directions"].index(direction), EVENTS.index(event)] = score
    states = np.zeros((len(EVENTS), len(STATUSES)))
    states[:, STATUSES.index(status)] = 1
    contexts = np.eye(len(CONTEXTS))[CONTEXTS.index(context)]
    choice = np.log(np.clip(events, 1e-6, 1))
    return Prediction(events, choice, states, contexts, np.zeros(len(candidate.encoded.ids)))


def test_candidates_are_every_two_states_of_a_sentence(make):
    doc = make("Peru, Chile and Cuba met.", ("Peru", "PER", "name"), ("Chile", "CHL", "name"), ("Cuba", "CUB", "name"))
    assert [(c.first, c.second) for c in find_candidates(doc)] == [("PER", "CHL"), ("PER", "CUB"), ("CHL", "CUB")]


def test_one_state_or_a_long_list_gives_none(make):
    assert not list(find_candidates(make("Peru met Peru.", ("Peru", "PER", "name"))))
    names = [f"N{i}x" for i in range(MAX_STATES + 1)]
    marked = [(name, f"N{chr(65 + i)}X", "name") for i, name in enumerate(names)]
    assert not list(find_candidates(make(" ".join(names), *marked)))


def test_direction_and_codes(candidate):
    (found,) = read_prediction(candidate, said(candidate, {("forward", "COOPERATE"): 0.9}), CONFIG)
    assert (found.source, found.target, found.event, found.quad) == ("RUS", "PAK", "COOPERATE", "material_cooperation")
    assert (found.status, found.context, found.is_symmetric) == ("actual", "military", False)
    (found,) = read_prediction(candidate, said(candidate, {("backward", "REQUEST"): 0.9}), CONFIG)
    assert (found.source, found.target) == ("PAK", "RUS")


def test_symmetric_is_alphabetical(candidate):
    (found,) = read_prediction(candidate, said(candidate, {("symmetric", "CONSULT"): 0.7}), CONFIG)
    assert (found.source, found.target, found.is_symmetric) == ("PAK", "RUS", True)


def test_mutual_acts_are_two_relations(candidate):
    scores = {("forward", "ACCUSE"): 0.9, ("backward", "ACCUSE"): 0.8}
    found = read_prediction(candidate, said(candidate, scores), CONFIG)
    assert {(r.source, r.target) for r in found} == {("RUS", "PAK"), ("PAK", "RUS")}


def test_nothing_below_the_threshold(candidate):
    assert read_prediction(candidate, said(candidate, {("forward", "AID"): 0.49}), CONFIG) == []


def test_evidence_falls_back_on_the_actors(candidate):
    (found,) = read_prediction(candidate, said(candidate, {("forward", "COOPERATE"): 0.9}), CONFIG)
    assert found.evidence == (0, len("Moscow sold helicopters to Pakistan"))


def test_a_given_pair_ignores_the_backward_direction(candidate):
    scores = {("backward", "ASSAULT"): 0.99, ("forward", "AID"): 0.4, ("symmetric", "AID"): 0.2}
    assert choose_event(said(candidate, scores), CONFIG)["event"] == "AID"


def test_a_state_has_no_relation_with_its_predecessor(make):
    doc = make("Russia, once the Soviet Union, met Peru.", ("Russia", "RUS", "name"), ("Soviet Union", "SUN", "name"))
    assert not list(find_candidates(doc))
