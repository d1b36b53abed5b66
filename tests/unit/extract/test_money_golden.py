"""Sentences of the kinds that newswire writes, each with every amount that it holds."""

import json
from datetime import date
from pathlib import Path

import pytest

from tasks.extract.components.money import casing_of
from tasks.extract.money import find_money

CASES = [
    json.loads(line) for line in (Path(__file__).parent / "golden_money.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("case", CASES, ids=[case["text"][:60] for case in CASES])
def test_golden_sentence_gives_its_amounts(case):
    text = case["text"]
    published = date.fromisoformat(case["published"]) if case["published"] else None
    found = find_money(text, casing=casing_of(text), published=published, context_iso3=case["context"])
    got = [
        {
            "text": text[one.start : one.end],
            "currency": one.currency,
            "min": one.min,
            "max": one.max,
            "magnitude": one.magnitude,
            "qualifier": one.qualifier,
            "kind": one.kind,
        }
        for one in found
    ]
    assert got == case["money"]


def test_golden_set_is_large_enough():
    assert len(CASES) >= 150
