"""The second look with the whole article in view: what raises and what lowers a pair's probability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seeds import EVENTS
from tasks.extract.coherence import (
    EVENT_FEATURES,
    FLOOR,
    PAIR_FEATURES,
    Answered,
    Question,
    features,
    reconsider,
)
from tasks.extract.components.relations import settings
from tasks.extract.model import RelationModel

FORWARD, BACKWARD, SYMMETRIC = range(3)
AID, AGREE = EVENTS.index("AID"), EVENTS.index("AGREE")
# Weights under which the answer stays as it is, but for one feature.
PLAIN = {
    "pair": dict.fromkeys((*PAIR_FEATURES, "offset"), 0.0) | {"named: any": 1.0, "other: any": 1.0},
    "event": dict.fromkeys((*EVENT_FEATURES, "offset"), 0.0)
    | {f"{kind}: own": 1.0 for kind in ("named", "carried", "unnamed")},
}


def question(kind="named", first="PER", second="CHL", place=0, states=("PER", "CHL"), text="Peru aided Chile."):
    return Question(kind, first, second, place, states, text)


def answered(asked, cells, gate=0.9):
    events = np.zeros((3, len(EVENTS)))
    for cell, score in cells.items():
        events[cell] = score
    return Answered(asked, events, gate)


def value(kind, answers, name, which=0, at=(FORWARD, AID)):
    """The value of a feature of one of the answers."""
    of_pair, of_event = features([one.question for one in answers], answers)
    if kind == "pair":
        return of_pair[which][PAIR_FEATURES.index(name)]
    return of_event[which][(*at, EVENT_FEATURES.index(name))]


def test_without_weights_the_answer_stays():
    one = answered(question(), {(FORWARD, AID): 0.6, (SYMMETRIC, AGREE): 0.2, (BACKWARD, AID): FLOOR / 2})
    [(pair, events)] = reconsider([one.question], [one], PLAIN)
    assert events[FORWARD, AID] == pytest.approx(0.6)
    assert events[BACKWARD, AID] == 0.0  # what the model hardly believes is not looked at again
    assert pair == pytest.approx(1 - 0.4 * 0.8 * (1 - FLOOR / 2))


def test_the_same_pair_elsewhere_counts_in_its_own_direction():
    here = answered(question(place=0), {(FORWARD, AID): 0.3})
    there = answered(question(first="CHL", second="PER", place=5), {(BACKWARD, AID): 0.8, (FORWARD, AGREE): 0.4})
    assert value("event", [here, there], "named: same elsewhere") == 0.8  # Chile from Peru is Peru to Chile
    assert value("event", [here, there], "named: same elsewhere", at=(BACKWARD, AID)) == 0.0
    assert value("event", [here, there], "named: same elsewhere", at=(BACKWARD, AGREE)) == 0.4
    assert value("pair", [here, there], "named: elsewhere") == 0.8


def test_other_pairs_and_the_same_sentence_do_not_count():
    here = answered(question(), {(FORWARD, AID): 0.3})
    beside = answered(question(kind="carried"), {(FORWARD, AID): 0.9})
    another = answered(question(second="NOR", place=4), {(FORWARD, AID): 0.9})
    assert value("pair", [here, beside, another], "named: elsewhere") == 0.0


def test_just_before_is_within_two_sentences_with_a_pair():
    here = answered(question(place=9), {(FORWARD, AID): 0.3})
    near = answered(question(place=3), {(FORWARD, AID): 0.8})
    assert value("pair", [near, here], "named: just before", which=1) == 0.8
    assert value("pair", [near, here], "named: just before") == 0.0  # it comes later
    between = [answered(question(second="NOR", place=place), {}) for place in (5, 7)]
    assert value("pair", [near, *between, here], "named: just before", which=3) == 0.0


def test_a_carried_pair_tells_what_the_sentence_says_again_and_which_state_the_article_is_about():
    asked = question("carried", "PER", "CHL", 1, ("PER",), "Peru said that it will sign the agreement.")
    named = answered(question(), {(FORWARD, AID): 0.7})
    one = answered(asked, {(SYMMETRIC, AGREE): 0.2})
    for name, want in (
        ("pronoun", 1),
        ("taken up", 1),
        ("carried states", 1),
        ("states", 1),
        ("is elsewhere named", 1),
        ("sentences naming both", 1),
        ("elsewhere named", 0.7),
        ("share of the first", 1.0),
        ("share of the second", 0.5),
        ("second is the main state", 0),
    ):
        assert value("pair", [named, one], f"other: {name}", which=1) == pytest.approx(want), name
    assert value("pair", [named, one], "carried", which=1) == 1
    assert value("pair", [named, one], "named", which=1) == 0


scores = st.lists(st.floats(0, 1), min_size=3 * len(EVENTS), max_size=3 * len(EVENTS))
kinds = st.sampled_from(["named", "carried", "unnamed"])


@given(st.booleans(), st.lists(st.tuples(kinds, st.integers(0, 4), scores, st.floats(0, 1)), max_size=6))
def test_probabilities_stay_probabilities_and_know_no_order(is_bare, told):
    weights = settings(RelationModel().config, is_bare)["coherence"]
    answers = [
        Answered(question(kind, "PER", "CHL" if k % 2 else "NOR", place), np.array(cells).reshape(3, -1), gate)
        for k, (kind, place, cells, gate) in enumerate(told)
    ]
    asked = [one.question for one in answers]
    found = reconsider(asked, answers, weights)
    assert all(0 <= pair <= 1 and 0 <= events.min() <= events.max() <= 1 for pair, events in found)
    turned = reconsider(asked[::-1], answers[::-1], weights)[::-1]
    for (pair, events), (again, same) in zip(found, turned, strict=True):
        assert pair == pytest.approx(again)
        assert np.allclose(events, same)


@pytest.mark.parametrize("is_bare", [False, True])
def test_shipped_weights_raise_what_the_article_says_elsewhere_too(is_bare):
    weights = settings(RelationModel().config, is_bare)["coherence"]
    here = answered(question(place=2), {(FORWARD, AID): 0.3}, gate=0.6)
    there = answered(question(place=5), {(FORWARD, AID): 0.9})
    [(alone, events)] = reconsider([here.question], [here], weights)
    (beside, told), _ = reconsider([here.question, there.question], [here, there], weights)
    assert beside > alone
    assert told[FORWARD, AID] > events[FORWARD, AID]
