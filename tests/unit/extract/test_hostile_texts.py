"""A text on which the coder fails is refused alone, and is not tried again; a coder that fails on all ends the run."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from spacy.tokens import Doc

from schemas import Quarantine
from tasks.batches import read_table
from tasks.clean.step import clean_batch
from tasks.extract import step
from tasks.extract.coder import Codable, Coder, coder_version
from tasks.extract.pipeline import NAMING
from tasks.extract.step import extract_batch
from tasks.ingest.records import RawItem
from tasks.ingest.write import write_batches
from tasks.validate.step import validate_batch

TEXTS = (
    "Kenya praised Japan on Monday.",
    "Peru met the hostile text of Chile.",
    "France warned Spain about its fleet.",
)


class Failing:
    """A coder that fails as it reads any text with one of the words."""

    def __init__(self, coder: Coder, *words: str) -> None:
        self._coder, self._words = coder, words

    def code(self, codables: Iterable[Codable]) -> Iterator[Doc]:
        for codable in codables:
            if any(word in codable.text for word in self._words):
                raise ValueError("no such \x00 state")
            yield from self._coder.code([codable])


@pytest.fixture
def extracted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., dict[str, pl.DataFrame]]:
    """Codes the texts with a coder that fails on some words; gives the tables that pass the gate."""
    items = [
        RawItem(f"{number:016x}", "a", f"{number}.txt", "", None, "", text, None, "none", None, "0" * 64)
        for number, text in enumerate(TEXTS)
    ]
    (documents,) = write_batches(items, tmp_path / "ingest").batches
    batch = clean_batch(str(documents), tmp_path / "clean")
    coder = Coder(NAMING)

    def run(*words: str) -> dict[str, pl.DataFrame]:
        monkeypatch.setattr(step, "shared_coder", lambda: Failing(coder, *words))
        accepted = validate_batch(batch, extract_batch(batch, tmp_path / "coded"), tmp_path / "accepted")
        return {name: read_table(accepted, name) for name in accepted}

    return run


def test_one_hostile_text_is_refused_with_its_reason_and_the_others_are_coded(extracted) -> None:
    tables = extracted("hostile")
    (refused,) = Quarantine.validate(tables["quarantine"]).to_dicts()
    assert (refused["stage"], refused["check_name"], refused["item"]) == ("extract", "code_error", "1.txt")
    assert refused["reason"] == "coding failed: ValueError: no such   state"
    assert "hostile text of Chile" in refused["row_json"]
    assert tables["article"].height == 3
    assert set(tables["mention"]["iso3"]) == {"KEN", "JPN", "FRA", "ESP"}
    assert tables["coding"]["coder_version"].to_list() == [coder_version()] * 3  # it isn't tried again


def test_nothing_is_refused_where_the_coder_reads_all(extracted) -> None:
    tables = extracted()
    assert (tables["quarantine"].height, tables["mention"].height) == (0, 6)


def test_a_coder_that_fails_on_any_text_ends_the_run(extracted) -> None:
    with pytest.raises(ValueError, match="no such"):
        extracted("hostile", "minister")


def test_a_failure_as_rows_are_made_is_the_texts_own(extracted, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = step.mention_rows

    def failing(doc: Doc, *told: Any) -> list[dict]:
        if "Chile" in doc.text:
            raise KeyError("CHL")
        return rows(doc, *told)

    monkeypatch.setattr(step, "mention_rows", failing)
    tables = extracted()
    assert tables["quarantine"]["reason"].to_list() == ["coding failed: KeyError: 'CHL'"]
    assert set(tables["mention"]["iso3"]) == {"KEN", "JPN", "FRA", "ESP"}
