"""What the second look is fitted to: labels of pairs and of events, debatable ones left out."""

from types import ModuleType

import numpy as np

from seeds import EVENTS
from tasks.extract.coherence import EVENT_FEATURES, PAIR_FEATURES, Question
from tasks.extract.components.relations import find_candidates
from tasks.extract.model import Prediction
from training.calibrate import fit_logistic
from training.coherence import Text, fit, labels_of


def scorer():
    """What the labels need of the evaluation's scorer, for relations of one sentence each."""
    made = ModuleType("score")
    made.sentence_units = lambda gold, relations, _: {
        number: [row for row in relations if row["sent"] == number] for number in range(len(gold["sentence_spans"]))
    }

    def expand(relations, level):
        keys = set()
        for row in relations:
            ways = [(row["source"], row["target"]), (row["target"], row["source"])]
            for source, target in ways if row["symmetric"] else ways[:1]:
                pair = tuple(sorted((source, target)))
                keys.add(pair if level == "dyad" else (source, target, row["event"]))
        return keys

    made.expand = expand
    made.is_sure = lambda row, _: row["confidence"] == 2
    return made


def relation(source, target, event, confidence=2, sent=0):
    return {"sent": sent, "source": source, "target": target, "symmetric": False, "event": event} | {
        "confidence": confidence
    }


def test_labels_of_pairs_and_events(make):
    doc = make(
        "Peru aided Chile, not Cuba.", ("Peru", "PER", "name"), ("Chile", "CHL", "name"), ("Cuba", "CUB", "name")
    )
    relations = [relation("CHL", "PER", "AID"), relation("PER", "CUB", "ACCUSE", confidence=1)]
    gold = {"id": "x", "sentence_spans": [[0, len(doc.text)]], "relations": relations}
    said = Prediction(*([np.zeros((3, len(EVENTS)))] * 5))
    text = Text("articles", gold, [], [(found, said, (0, len(doc.text))) for found in find_candidates(doc)])
    found = labels_of(text, {"events": list(EVENTS)}, scorer())
    assert [one.first + one.second for one, *_ in text.answers] == ["PERCHL", "PERCUB", "CHLCUB"]
    assert found.pairs[0] == 1.0
    assert np.isnan(found.pairs[1])
    assert found.pairs[2] == 0.0
    aid, accuse = EVENTS.index("AID"), EVENTS.index("ACCUSE")
    assert [found.events[0][row, aid] for row in range(2)] == [0.0, 1.0]
    assert np.isnan(found.events[0][2, aid])  # both ways is neither right nor wrong where one way is
    assert np.isnan(found.events[1][0, accuse])
    assert found.events[2].sum() == 0.0


def test_a_stretch_of_a_bare_text_has_the_labels_of_all_its_sentences(make):
    doc = make("peru aided chile peru accused chile", ("peru", "PER", "name"), ("chile", "CHL", "name"))
    relations = [relation("PER", "CHL", "AID"), relation("PER", "CHL", "ACCUSE", sent=1)]
    gold = {"id": "x", "sentence_spans": [[0, 16], [17, len(doc.text)]], "relations": relations}
    said = Prediction(*([np.zeros((3, len(EVENTS)))] * 5))
    answers = [(found, said, (0, len(doc.text))) for found in find_candidates(doc)]
    for is_bare, events in ((True, ["AID", "ACCUSE"]), (False, ["ACCUSE"])):  # the second sentence is the longer one
        (found,) = labels_of(Text("x", gold, [], answers, is_bare), {"events": list(EVENTS)}, scorer()).events
        assert {EVENTS[column] for column in np.flatnonzero(found[0] == 1)} == {*events}


def test_a_separable_question_gets_a_weight_of_its_sign():
    design = np.array([[1.0, 1.0], [2.0, 1.0], [-1.0, 1.0], [-2.0, 1.0]])
    weight, offset = fit_logistic(design, np.array([1.0, 1.0, 0.0, 0.0]), ridge=0.01)
    assert weight > 1
    assert abs(offset) < 1e-6
    smaller, _ = fit_logistic(design, np.array([1.0, 1.0, 0.0, 0.0]), ridge=1.0)
    assert 0 < smaller < weight


def test_the_fit_names_every_feature(make):
    doc = make("Peru aided Chile.", ("Peru", "PER", "name"), ("Chile", "CHL", "name"))
    gold = {"id": "x", "sentence_spans": [[0, len(doc.text)]], "relations": [relation("PER", "CHL", "AID")]}
    events = np.full((3, len(EVENTS)), 0.1)
    (found,) = find_candidates(doc)
    asked = Question(found.kind, found.first, found.second, found.place, found.states, doc.text)
    said = Prediction(events, *([events] * 4), gate=0.7)
    text = Text("articles", gold, [asked], [(found, said, (0, len(doc.text)))])
    labels = {"x": labels_of(text, {"events": list(EVENTS)}, scorer())}
    weights = fit([text], labels)
    assert set(weights["pair"]) == {*PAIR_FEATURES, "offset"}
    assert set(weights["event"]) == {*EVENT_FEATURES, "offset"}
    assert weights["pair"]["offset"] > 0  # its only pair does something
    assert weights["event"]["offset"] < 0  # few of its events are there
