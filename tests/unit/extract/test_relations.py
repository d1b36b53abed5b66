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
    "carried_threshold": 0.7,
    "unnamed_threshold": 0.8,
    "further_threshold": 0.6,
    "alone_further_threshold": 0.8,
    "bare": {"threshold": 0.3},
}

SOLD = "Moscow sold helicopters to Pakistan."
MARKED = (("Moscow", "RUS", "capital"), ("Pakistan", "PAK", "name"))


@pytest.fixture
def candidate(read):
    (found,) = (one for one in find_candidates(read(SOLD, "It rained.")) if one.kind == "named")
    return found


@pytest.fixture
def carried(read):
    first, second = "Moscow received Pakistan's envoy.", "Russia will sell him helicopters."
    (found,) = (one for one in find_candidates(read(first, second)) if one.passage.focus)
    return found


def said(candidate, scores, status="actual", context="military", evidence=(), pair=0.9):
    events = np.zeros((3, len(EVENTS)))
    for (direction, event), score in scores.items():
        events[CONFIG["directions"].index(direction), EVENTS.index(event)] = score
    states = np.zeros((len(EVENTS), len(STATUSES)))
    states[:, STATUSES.index(status)] = 1
    contexts = np.eye(len(CONTEXTS))[CONTEXTS.index(context)]
    marks = np.zeros(len(candidate.encoded.ids))
    marks[list(evidence)] = 1
    return Prediction(events, np.zeros(len(EVENTS)), states, contexts, marks, pair=pair)


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


def test_nothing_of_a_pair_below_the_threshold_and_the_likeliest_event_of_one_above(candidate):
    scores = {("forward", "AID"): 0.2, ("forward", "AGREE"): 0.1}
    assert read_prediction(candidate, said(candidate, scores, pair=0.49), CONFIG) == []
    assert [one.event for one in read_prediction(candidate, said(candidate, scores, pair=0.5), CONFIG)] == ["AID"]
    assert read_prediction(candidate, said(candidate, {}), CONFIG) == []


def test_further_events_of_a_pair_must_be_surer_than_its_likeliest(candidate):
    sold, helped = ("forward", "COOPERATE"), ("forward", "AID")
    for further, events in ((0.59, ["COOPERATE"]), (0.6, ["COOPERATE", "AID"])):
        found = read_prediction(candidate, said(candidate, {sold: 0.65, helped: further}), CONFIG)
        assert sorted(one.event for one in found) == sorted(events)
    scores = {("forward", "ACCUSE"): 0.65, ("backward", "ACCUSE"): 0.59}
    assert [one.source for one in read_prediction(candidate, said(candidate, scores), CONFIG)] == ["RUS"]


def test_in_a_sentence_that_stands_alone_a_further_event_must_be_surer_still(make):
    (alone,) = find_candidates(make(SOLD, *MARKED))
    for further, events in ((0.79, ["COOPERATE"]), (0.8, ["COOPERATE", "AID"])):
        scores = {("forward", "COOPERATE"): 0.9, ("forward", "AID"): further}
        assert sorted(one.event for one in read_prediction(alone, said(alone, scores), CONFIG)) == sorted(events)


def test_evidence_falls_back_on_the_actors(candidate):
    (found,) = read_prediction(candidate, said(candidate, {("forward", "COOPERATE"): 0.9}), CONFIG)
    assert found.evidence == (0, len("Moscow sold helicopters to Pakistan"))


def test_evidence_is_of_whole_words_with_letters(make):
    text = "Moscow sold the UH-60 and Mi-35 gunships to Pakistan!"
    (found,) = find_candidates(make(text, *MARKED))
    pieces = {text[slice(*span)]: place for place, span in enumerate(found.encoded.offsets) if span}
    assert "gunships" not in pieces  # the tokenizer cuts it
    inside = next(place for piece, place in pieces.items() if piece and "gunships".endswith(piece))
    for marks, words in (
        ([inside], "gunships"),
        ([pieces["35"]], "Moscow sold the UH-60 and Mi-35 gunships to Pakistan"),
    ):
        (one,) = read_prediction(found, said(found, {("forward", "COOPERATE"): 0.9}, evidence=marks), CONFIG)
        assert text[slice(*one.evidence)] == words


def test_a_state_is_carried_from_the_sentence_before(carried):
    assert (carried.first, carried.second, carried.sentence_no) == ("RUS", "PAK", 1)
    scores = {("forward", "COOPERATE"): 0.4}
    assert read_prediction(carried, said(carried, scores, pair=0.69), CONFIG) == []
    (found,) = read_prediction(carried, said(carried, scores, pair=0.7), CONFIG)
    assert (found.source, found.target, found.sentence_no) == ("RUS", "PAK", 1)


def test_a_sentence_without_states_may_mean_two_of_those_before(read):
    text = ("Moscow received Pakistan's envoy.", "They agreed to meet again.")
    (named, unnamed) = find_candidates(read(*text))
    assert (named.kind, unnamed.kind, unnamed.sentence_no, unnamed.actors) == ("named", "unnamed", 1, ())
    assert {unnamed.first, unnamed.second} == {"RUS", "PAK"}
    scores = {("symmetric", "AGREE"): 0.4}
    assert read_prediction(unnamed, said(unnamed, scores, pair=0.79), CONFIG) == []
    (found,) = read_prediction(unnamed, said(unnamed, scores, pair=0.8), CONFIG)
    assert "\n".join(text)[slice(*found.evidence)] == text[1]  # the sentence itself, where the model marks no words


def test_evidence_never_lies_in_the_context(carried):
    text = "Moscow received Pakistan's envoy.\nRussia will sell him helicopters."
    everywhere = range(len(carried.encoded.ids))
    for marks, words in ((everywhere, "Russia will sell him helicopters."), ((), "Russia")):
        (found,) = read_prediction(carried, said(carried, {("forward", "COOPERATE"): 0.9}, evidence=marks), CONFIG)
        assert text[slice(*found.evidence)] == words


def test_a_given_pair_has_the_class_with_most_mass(candidate):
    answer = said(candidate, {})
    answer.choice[EVENTS.index("AID")] = 0.6
    found = choose_event(answer, CONFIG)
    assert found == {"event": "AID", "quad": "material_cooperation", "score": 0.6}


def test_a_pair_of_a_bare_text_has_a_threshold_of_its_own(read):
    (bare,) = find_candidates(read("moscow sold helicopters to pakistan"))
    scores = {("forward", "COOPERATE"): 0.9}
    assert read_prediction(bare, said(bare, scores, pair=0.29), CONFIG) == []
    assert len(read_prediction(bare, said(bare, scores, pair=0.3), CONFIG)) == 1


FILLER = "nobody knows when the rain will stop in the long valley of the river "
STRETCH = f"peru paid chile {FILLER * 3}brazil asked chile for wheat"


def test_in_a_bare_text_a_pair_is_read_where_its_states_stand_nearest(read):
    found = {(one.first, one.second): one for one in find_candidates(read(STRETCH))}
    asked = found["CHL", "BRA"]
    assert asked.passage.text.endswith(" valley of the river brazil asked chile for wheat")
    assert "peru" not in asked.passage.text
    assert [STRETCH[slice(*span)] for span in asked.actors] == ["chile", "brazil"]
    assert asked.actors[0][0] > asked.actors[1][0]
    assert found["PER", "CHL"].passage.text.startswith("peru paid chile nobody knows")
    assert "brazil" not in found["PER", "CHL"].passage.text
    assert found["PER", "BRA"].passage.text == STRETCH[: found["PER", "BRA"].passage.asked[1]]


def test_a_carried_state_of_a_bare_text_is_read_around_the_one_that_the_stretch_names(read):
    second = f"{FILLER * 3}chile asked for wheat {FILLER * 3}"
    (found,) = (one for one in find_candidates(read("peru met envoys", second)) if one.kind == "carried")
    text = found.passage.text[found.passage.focus :]
    assert "chile asked for wheat" in text
    assert len(text) < len(second) - len(FILLER)
    assert found.passage.text.startswith("peru met envoys")


@pytest.mark.parametrize(
    ("text", "is_bare"),
    [
        (STRETCH, True),
        (STRETCH.upper(), True),
        (f"{STRETCH}.", False),
        ("Peru met Chile", False),
        ("PERU met Chile", False),
    ],
)
def test_a_text_without_punctuation_and_case_is_bare(read, text, is_bare):
    assert {one.is_bare for one in find_candidates(read(text))} == {is_bare}
    if not is_bare:
        assert all(one.passage.asked == one.span for one in find_candidates(read(text)))
