"""What never comes to the gate is checked where it is made; a document that came in is refused alone."""

from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from schemas import TABLES, ContractError, RawDocument
from tasks.clean.step import clean_batch
from tasks.validate.step import CLEANED, CODED

NOW = datetime(2024, 5, 1)
OWN: dict[str, dict[str, Any]] = {
    "duplicate": {"article_id": "a" * 16, "duplicate_of": "b" * 16, "similarity": 0.9},
    "quarantine": {"quarantine_id": "a" * 16, "stage": "clean", "table_name": "article", "check_name": "no_text",
                   "reason": "empty", "item": "a.txt", "row_json": "ä" * 2_000},
    "run": {**dict.fromkeys(TABLES["run"].columns(), 0), "run_id": "a" * 16, "flow_run_id": None, "started_at": NOW,
            "finished_at": NOW, "coder_version": "1", "detente_version": "1", "sources_json": "[]",
            "timings_json": "{}"},
    "source": {"source": "wire", "kind": "feed", "location": "https://a.example/", "language": "en", "trust": "high",
               "schedule": "0 * * * *"},
    "watermark": {"uri": "a.txt", "source": "wire", "etag": None, "last_modified": None, "body_sha256": "0" * 64,
                  "items": 1, "coder_version": "1", "read_at": NOW},
    "run_verdict": {"run_id": "a" * 16, "verdict": "trust", "reasons_json": "[]", "earlier_runs": 0,
                    "coder_version": "1", "model_digest": "", "seeds_digest": "", "accepted_at": None},
    "run_measure": {"measure_id": "a" * 16, "run_id": "a" * 16, "measure": "documents", "subject": "", "value": 1.0,
                    "part": None, "whole": None, "expected": None, "verdict": "", "reason": ""},
}  # fmt: skip
BROKEN = [
    ("duplicate", {"duplicate_of": "a" * 16}, "Duplicate: is_of_another failed"),
    ("quarantine", {"stage": "publish"}, "Quarantine: isin.* failed on stage: 'publish'"),
    ("run", {"relations": -1}, "Run: .* failed on relations: '-1'"),
    ("source", {"kind": "fax"}, "Source: .* failed on kind: 'fax'"),
    ("watermark", {"body_sha256": "0"}, "Watermark: .* failed on body_sha256: '0'"),
    ("run_verdict", {"verdict": "maybe"}, "RunVerdict: .* failed on verdict: 'maybe'"),
    ("run_measure", {"part": -1}, "RunMeasure: .* failed on part: '-1'"),
]


def test_every_table_is_checked_by_the_gate_or_where_it_is_made() -> None:
    assert {*CLEANED, *CODED, *OWN} == set(TABLES)


@pytest.mark.parametrize(("table", "change", "message"), BROKEN)
def test_a_bad_row_of_our_own_is_told(table: str, change: dict[str, Any], message: str) -> None:
    assert TABLES[table].frame([OWN[table]]).height == 1
    with pytest.raises(ContractError, match=message):
        TABLES[table].frame([OWN[table] | change])


def test_a_document_that_breaks_its_contract_is_refused_alone(tmp_path: Path) -> None:
    good = {"document_id": "a" * 16, "source": "wire", "uri": "a.txt", "item": "", "url": None, "title": "Talks",
            "text": "Chile and Peru signed a treaty on Monday.", "published_at": NOW, "date_source": "field",
            "date_precision": "day", "raw_sha256": "0" * 64}  # fmt: skip
    dateless = good | {"document_id": "b" * 16, "uri": "b.txt", "published_at": None}
    RawDocument.frame([good, dateless]).write_parquet(tmp_path / "documents.parquet")
    made = clean_batch(str(tmp_path / "documents.parquet"), tmp_path / "out")
    assert pl.read_parquet(made["document"])["uri"].to_list() == ["a.txt"]
    (row,) = pl.read_parquet(made["quarantine"]).to_dicts()
    assert (row["stage"], row["item"]) == ("clean", "b.txt")
    assert "date_has_its_source" in row["reason"]
