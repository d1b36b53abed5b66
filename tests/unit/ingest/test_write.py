"""Batches and quarantine as Parquet."""

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.audit import Quarantine
from schemas.document import RawDocument
from tasks.ingest import write
from tasks.ingest.read import Rejected, read_sources, write_batches


def _source(folder: Path, *texts: str) -> str:
    path = folder / "a.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) if text else "{broken" for text in texts))
    return str(path)


def test_batches_hold_to_the_schema(tmp_path: Path) -> None:
    source = _source(tmp_path, *(f"They met {n} times." for n in range(7)), "", "")
    result = write_batches(read_sources([source]), tmp_path / "out" / "run", batch_size=3)
    assert [path.name for path in result.batches] == [f"documents-000{n}.parquet" for n in (1, 2, 3)]
    frames = [RawDocument.validate(pl.read_parquet(path)) for path in result.batches]
    assert [len(frame) for frame in frames] == [3, 3, 1]
    quarantine = Quarantine.validate(pl.read_parquet(result.quarantine))
    assert quarantine["stage"].to_list() == ["ingest", "ingest"]
    assert quarantine["item"].str.ends_with("line 8").to_list() == [True, False]
    assert (result.read, result.written, result.known, result.duplicates, result.quarantined) == (7, 7, 0, 0, 2)
    assert result.kinds == {"jsonl": 7}
    assert result.bytes == sum(len(json.dumps({"text": f"They met {n} times."})) for n in range(7))


def test_what_is_known_or_comes_twice_is_counted_and_not_written(tmp_path: Path) -> None:
    source = _source(tmp_path, "They met.", "They met.", "They left.", "They slept.")
    first = write_batches(read_sources([source]), tmp_path / "out")
    assert (first.read, first.written, first.duplicates) == (4, 3, 1)
    ids = pl.read_parquet(first.batches[0])["document_id"].to_list()
    second = write_batches(read_sources([source]), tmp_path / "out", known=frozenset(ids[:2]))
    assert (second.read, second.written, second.known, second.duplicates) == (4, 1, 2, 1)
    assert pl.read_parquet(second.batches[0])["document_id"].to_list() == ids[2:]


def test_a_second_run_leaves_no_batch_of_the_first(tmp_path: Path) -> None:
    source = _source(tmp_path, "They met.", "They left.")
    write_batches(read_sources([source]), tmp_path / "out", batch_size=1)
    ids = {item.document_id for item in read_sources([source]) if not isinstance(item, Rejected)}
    result = write_batches(read_sources([source]), tmp_path / "out", known=frozenset(ids))
    assert result.batches == ()
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["quarantine-ingest.parquet"]
    assert Quarantine.validate(pl.read_parquet(result.quarantine)).is_empty()


def test_the_same_refusal_has_the_same_id(tmp_path: Path) -> None:
    source = _source(tmp_path, "", "They met.", "")
    runs = [write_batches(read_sources([source]), tmp_path / str(n)) for n in range(2)]
    ids = [pl.read_parquet(run.quarantine)["quarantine_id"].to_list() for run in runs]
    assert ids[0] == ids[1]
    assert len(set(ids[0])) == 2


def test_a_batch_is_closed_when_its_text_is_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "BATCH_CHARACTERS", 100)
    source = _source(tmp_path, *(f"{n} They met. " * 20 for n in range(3)))
    assert len(write_batches(read_sources([source]), tmp_path / "out").batches) == 3


def test_many_refusals(tmp_path: Path) -> None:
    refused = (Rejected(f"a line {n % 2_500}", "no_text", "no text") for n in range(5_000))
    result = write_batches(refused, tmp_path)
    assert (result.quarantined, len(pl.read_parquet(result.quarantine))) == (2_500, 2_500)


@given(st.text(st.characters(), max_size=400), st.text(st.characters(), max_size=400))
def test_any_excerpt_fits_the_schema(item: str, excerpt: str) -> None:
    row = write.quarantine_row(Rejected(item, "no_text", "no text", excerpt))
    frame = Quarantine.validate(Quarantine.frame([row]))
    assert len(json.loads(frame["row_json"][0])["excerpt"]) <= 300
