"""Training sees the countries of a text as the coder does: over broken lines, with dates of any form."""

import pytest

from tasks.extract.pipeline import NAMING, build_pipeline
from training.build_examples import article_examples, split_by_readings


@pytest.fixture(scope="module")
def nlp():
    return build_pipeline(NAMING)


def test_a_broken_line_and_a_spoken_date_hide_no_state(nlp):
    text = "Trump said the United\nStates and France would talk. He left."
    label = {
        "id": "a",
        "sentences": [[0, 51], [52, 60]],
        "relations": [
            {
                **dict.fromkeys(("source_span", "target_span", "evidence")),
                "sent": 0,
                "source": "FRA",
                "target": "USA",
                "symmetric": True,
                "event": "CONSULT",
                "context": "diplomatic",
                "status": "future",
                "confidence": 2,
            }
        ],
    }
    texts = {"a": {"text": text, "published_at": "December 6, 2017"}}
    example = next(article_examples(nlp, [label], ("article", "carried"), texts))
    assert example["iso3"] == ["USA", "FRA"]
    assert [text[slice(*one["span"])] for one in example["a"]] == ["Trump", "the United\nStates"]
    assert [relation["event"] for relation in example["relations"]] == ["CONSULT"]


def test_an_article_that_was_read_again_has_both_readings():
    words = {"sent": 0, "source": "FRA", "target": "PER", "symmetric": False}
    rows = [{"id": key, "relations": [{**words, "event": "AID", "confidence": 2}]} for key in ("a", "b")]
    once, twice = split_by_readings(rows, {"b": [{**words, "event": "SUPPORT", "confidence": 2}]})
    assert once == rows[:1]
    assert [row["id"] for row in twice] == ["b"]
    assert [(one["event"], one["confidence"]) for one in twice[0]["relations"]] == [("SUPPORT", 1), ("AID", 1)]
