"""Held-back texts as the scorer wants them."""

import json
from itertools import count

import pytest

from benchmarks.own_texts import held_sentences, held_stories, sentences_of_pairs, write_texts
from tasks.extract.coder import Coder
from training.build_examples import split_of


@pytest.fixture(scope="module")
def coder():
    return Coder()


@pytest.fixture
def pairs(tmp_path):
    """A file of sentences with given pairs, held back: two states, a state and a crowd, one side unnamed."""
    rows = [
        ("Peru expelled two Chilean envoys.", [0, 4], [18, 25], "SANCTION"),
        ("Crowds jeered at Peru.", [0, 6], [17, 21], "PROTEST"),
        ("Peru gave in.", None, [0, 4], "YIELD"),
    ]
    ids = (f"pair-{number}" for number in count())
    held = (key for key in ids if split_of(key, 0.10) == "held")
    path = tmp_path / "plv_train.jsonl"
    with path.open("w", encoding="utf-8") as out:
        for text, source, target, event in rows:
            pair = {"source": source, "target": target, "event": event}
            out.write(json.dumps({"id": next(held), "text": text, "pairs": [pair]}) + "\n")
        taught = next(key for key in ids if split_of(key, 0.10) == "train")
        out.write(json.dumps({"id": taught, "text": rows[0][0], "pairs": [pair]}) + "\n")
    return path


def test_only_what_training_holds_back_is_scored(tmp_path, pairs, coder):
    stories = list(held_stories())
    assert stories
    assert all(split_of(row["id"]) == "held" for row in stories)
    assert all(split_of(row["id"]) == "held" for row in held_sentences())
    assert not {row["id"] for row in stories} & {row["id"] for row in held_sentences()}
    sentences, written, of_pairs, articles, countries = write_texts(tmp_path, pairs, coder)
    assert [json.loads(line) for line in written.open(encoding="utf-8")] == stories
    assert sentences.name == "own_sentences.jsonl"
    assert of_pairs.name == "sentences_of_pairs.jsonl"
    assert len(articles.read_text(encoding="utf-8").splitlines()) == 30
    assert len(countries.read_text(encoding="utf-8").splitlines()) == 358


def test_each_relation_tells_its_sentence_states_and_event():
    for row in held_stories():
        for relation in row["relations"]:
            assert {"sent", "source", "target", "event", "status", "context", "confidence"} <= relation.keys()
            assert 0 <= relation["sent"] < len(row["sentence_spans"])


def test_of_given_pairs_those_between_two_states_are_relations(pairs, coder):
    (row,) = sentences_of_pairs(pairs, coder)
    assert row["relations"] == [{"source": "PER", "target": "CHL", "symmetric": False, "event": "SANCTION"}]
