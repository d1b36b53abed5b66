"""From labelled examples to the arrays that training draws its batches from."""

import random
from argparse import Namespace

import numpy as np
import pytest

from seeds.reader import CONTEXTS, EVENTS, STATUSES
from tasks.extract.encoding import FOCUS, MARKERS, tokenizer
from training.arrays import DIRECTIONS, encode_row, prepare, stack, vary

TEXT = "Peru lent Chile $5 million."
OPTIONS = Namespace(swap=0.5, mangle=0.5, variants=3, length=64, seed=7)


def relation(direction="forward", event="AID", weight=1.0):
    words = {"status": "actual", "context": "aid", "evidence": [5, 15]}
    return {"direction": direction, "event": event, "weight": weight, **words}


def example(**more):
    actors = {"a": [{"span": [0, 4], "kind": "name"}], "b": [{"span": [10, 15], "kind": "name"}], "c": []}
    row = {"text": TEXT, **actors, "iso3": ["PER", "CHL"], "split": "train", "from": "article"}
    return {**row, "relations": [relation()], **more}


@pytest.mark.parametrize(("flipped", "direction"), [(False, "forward"), (True, "backward")])
def test_an_exchange_of_the_actors_turns_the_direction(flipped, direction):
    item = prepare(example(), tokenizer(), flipped, 64)
    found = [(DIRECTIONS[d], EVENTS[e]) for d, e in zip(*np.nonzero(item["events"]), strict=True)]
    assert found == [(direction, "AID")]
    first = MARKERS["B" if flipped else "A"][0]
    assert list(item["ids"]).index(first) < list(item["ids"]).index(MARKERS["A" if flipped else "B"][0])


def test_every_head_has_its_target():
    item = prepare(example(relations=[relation(weight=0.5)]), tokenizer(), False, 64)
    at = DIRECTIONS.index("forward"), EVENTS.index("AID")
    assert item["weights"][at] == 0.5
    assert item["weights"].sum() == item["weights"].size - 0.5
    assert STATUSES[item["status"][EVENTS.index("AID")]] == "actual"
    assert (item["status"] == -1).sum() == len(EVENTS) - 1
    assert CONTEXTS[item["context"]] == "aid"
    assert item["choice"].argmax() == EVENTS.index("AID")
    words = tokenizer().decode([int(i) for i, mark in zip(item["ids"], item["evidence"], strict=True) if mark == 1])
    assert words == "lent chile"


def test_two_events_of_one_direction_leave_the_choice_open():
    item = prepare(example(relations=[relation(), relation(event="AGREE")]), tokenizer(), False, 64)
    assert item["choice"].sum() == 0


def test_a_given_pair_teaches_its_class_alone_and_is_never_turned():
    row = {k: v for k, v in example(choice=["CONCEDE", "RETREAT"]).items() if k != "relations"}
    varied, flipped = vary(row, random.Random(1), OPTIONS)  # noqa: S311
    item = prepare(varied, tokenizer(), flipped, 64)
    assert not flipped
    assert item["weights"].sum() == 0
    assert {EVENTS[i] for i in np.flatnonzero(item["choice"])} == {"CONCEDE", "RETREAT"}
    assert (item["evidence"] == -1).all()


def test_what_is_held_back_is_written_once_and_unchanged():
    items = encode_row((4, example(split="held"), OPTIONS))
    assert [item["split"] for item in items] == [1]
    assert list(items[0]["ids"]) == list(prepare(example(), tokenizer(), False, 64)["ids"])


def test_variants_keep_the_example_and_the_number_of_relations():
    items = encode_row((4, example(), OPTIONS))
    assert [item["example"] for item in items] == [4] * 3
    assert {int(item["events"].sum()) for item in items} == {1}
    again = encode_row((4, example(), OPTIONS))
    assert all((a["ids"] == b["ids"]).all() for a, b in zip(items, again, strict=True))


def test_a_carried_pair_keeps_the_mark_of_its_sentence():
    text = "Chile paid. Peru lent it money."
    row = example(text=text, focus=12, a=[{"span": [12, 16], "kind": "name"}], b=[{"span": [0, 5], "kind": "name"}])
    row["relations"] = [{**relation(), "evidence": [17, 21]}]
    for item in encode_row((1, row, OPTIONS)):
        assert FOCUS in item["ids"]


def test_rows_lie_end_to_end():
    items = encode_row((1, example(), OPTIONS)) + encode_row((2, example(split="none", relations=[]), OPTIONS))
    arrays = stack(items)
    assert len(arrays["start"]) == len(items) + 1
    for i, item in enumerate(items):
        own = slice(arrays["start"][i], arrays["start"][i + 1])
        assert (arrays["ids"][own] == item["ids"]).all()
        assert (arrays["evidence"][own] == item["evidence"]).all()
    assert list(arrays["split"]) == [0, 0, 0, 2]
