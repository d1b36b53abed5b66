"""The relation model's two parts, on the model that ships."""

import pytest

from tasks.extract.encoding import encode, tokenize
from tasks.extract.model import RelationModel

TEXT = "Chile lent Peru five million dollars."


@pytest.fixture(scope="module")
def model():
    return RelationModel()


@pytest.fixture
def pair():
    return encode(tokenize(TEXT), [(0, 5)], [(11, 15)])


def test_a_pair_that_the_gate_stops_is_not_asked_about(model, pair, monkeypatch):
    monkeypatch.setitem(model.config, "gate", {"named": 1.1, "carried": 0.0})
    monkeypatch.setattr(model, "read_upper", lambda *_: pytest.fail("the upper layers were asked"))
    assert model.find(pair) is None


def test_a_pair_that_the_gate_lets_through_is_answered_as_without_it(model, pair, monkeypatch):
    monkeypatch.setitem(model.config, "gate", {"named": 0.0, "carried": 1.1})
    found, said = model.find(pair), model.predict(pair)
    assert (found.events == said.events).all()
    assert found.events.shape == (3, 16)
    assert found.evidence.shape == (len(pair.ids),)


def test_the_gate_tells_an_act_from_a_list_of_places(model, pair):
    quiet = "Rain fell in Chile and in Peru on Monday."
    nothing = encode(tokenize(quiet), [(13, 18)], [(26, 30)])
    assert model.read_lower(pair.ids)[1] > model.read_lower(nothing.ids)[1]
