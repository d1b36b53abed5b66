"""Held-back texts of our own as the scorer wants them."""

import json

from benchmarks.own_texts import held_sentences, held_stories, write_own
from training.build_examples import split_of


def test_only_what_training_holds_back_is_scored(tmp_path):
    stories = list(held_stories())
    assert stories
    assert all(split_of(row["id"]) == "held" for row in stories)
    assert all(split_of(row["id"]) == "held" for row in held_sentences())
    sentences, written = write_own(tmp_path)
    assert [json.loads(line) for line in written.open(encoding="utf-8")] == stories
    assert sentences.name == "own_sentences.jsonl"


def test_each_relation_tells_its_sentence_states_and_event():
    for row in held_stories():
        for relation in row["relations"]:
            assert {"sent", "source", "target", "event", "status", "context", "confidence"} <= relation.keys()
            assert 0 <= relation["sent"] < len(row["sentence_spans"])
