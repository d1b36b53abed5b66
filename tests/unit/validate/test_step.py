"""A batch through the gate: good rows go on, spans that point nowhere don't."""

import polars as pl
import pytest

from schemas import TABLES
from tasks.batches import read_table, write_batch
from tasks.validate.step import validate_batch

TEXT = "Peru met Chile. Rain fell."


@pytest.fixture
def batches(tmp_path):
    """A clean batch and a coded batch with one article, one mention inside its sentence and one that leaves it."""
    article = {
        "article_id": "a" * 16,
        "source": "s",
        "uri": "u",
        "url": None,
        "published_at": None,
        "date_precision": None,
        "title": "",
        "title_end": 0,
        "text": TEXT,
        "language": "en",
        "language_score": 1.0,
        "is_codable": True,
        "casing": "mixed",
        "has_punctuation": True,
        "has_digits": False,
    }
    sentences = [
        {"article_id": "a" * 16, "sentence_no": n, "start": start, "end": end, "is_boilerplate": False}
        for n, (start, end) in enumerate([(0, 15), (16, 26)])
    ]
    mention = {"article_id": "a" * 16, "label": "country", "kind": "name", "iso3": "PER", "sentence_no": 0}
    mentions = [
        {"mention_id": "1" * 16, **mention, "start": 0, "end": 4, "text": "Peru"},
        {"mention_id": "2" * 16, **mention, "start": 9, "end": 20, "text": "Chile. Rain"},
        {"mention_id": "3" * 16, **mention, "article_id": "f" * 16, "start": 0, "end": 4, "text": "Peru"},
    ]
    order = list(TABLES["mention"].columns())
    frames = {
        "article": TABLES["article"].frame([article]),
        "sentence": TABLES["sentence"].frame(sentences),
        "document": TABLES["document"].frame([]),
        "article_band": TABLES["article_band"].frame([]),
        "quarantine": TABLES["quarantine"].frame([]),
    }
    coded = {
        "mention": TABLES["mention"].frame([{name: row[name] for name in order} for row in mentions]),
        "relation": TABLES["relation"].frame([]),
        "money": TABLES["money"].frame([]),
        "coding": TABLES["coding"].frame([{"article_id": "a" * 16, "coder_version": "test"}]),
        "quarantine": TABLES["quarantine"].frame([]),
    }
    return write_batch(frames, tmp_path / "clean"), write_batch(coded, tmp_path / "coded")


def test_spans_and_orphans_are_refused_and_the_rest_goes_on(batches, tmp_path):
    accepted = validate_batch(*batches, tmp_path / "out")
    assert read_table(accepted, "mention")["mention_id"].to_list() == ["1" * 16]
    reasons = read_table(accepted, "quarantine").sort("check_name")
    assert reasons["check_name"].to_list() == ["has_parent", "inside"]
    assert reasons["stage"].to_list() == ["validate", "validate"]


def test_every_table_is_handed_on(batches, tmp_path):
    accepted = validate_batch(*batches, tmp_path / "out")
    assert set(accepted) == {
        "article",
        "sentence",
        "document",
        "article_band",
        "mention",
        "relation",
        "money",
        "coding",
        "quarantine",
    }
    for name, path in accepted.items():
        assert pl.read_parquet(path).columns == list(TABLES[name].columns())
