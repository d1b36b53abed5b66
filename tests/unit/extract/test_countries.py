"""Which spans of text name which country."""

import json
from datetime import date
from pathlib import Path

import pytest

from tasks.extract.extensions import mentions

GOLDEN = [json.loads(line) for line in (Path(__file__).parent / "golden_countries.jsonl").open(encoding="utf-8")]


def found(doc):
    return [(span.text, span.kb_id_) for span in mentions(doc) if span.kb_id_]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["text"][:50])
def test_golden(read, case):
    published = date.fromisoformat(case["published"]) if case.get("published") else None
    assert found(read(case["text"], published=published)) == [tuple(pair) for pair in case["mentions"]]


def test_boilerplate_sentences_name_no_country(read):
    doc = read("Reporting by our staff in Moscow", "Pakistan welcomed the loan.", boilerplate=(0,))
    assert found(doc) == [("Pakistan", "PAK")]


def test_kind_and_label_are_kept(read):
    doc = read("Gazprom told Islamabad that the pipeline would be built by Karachi workers.")
    assert [(span.label_, span.id_) for span in mentions(doc)] == [
        ("organisation", "company"),
        ("country", "capital"),
        ("place", "city"),
    ]


def test_an_ambiguous_name_needs_another_country_in_text_without_case(read):
    alone = read("georgia said the vote would be held on time")
    beside = read("georgia said russia had moved the border")
    assert found(alone) == []
    assert found(beside) == [("georgia", "GEO"), ("russia", "RUS")]
