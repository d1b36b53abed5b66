"""A held run is published by hand: into the warehouse as it stands by then, and once."""

import json
import shutil
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from flows.accept import accept, refuse
from flows.due import keep_times, load_times, times_file
from flows.endings import BROKEN, DONE, HELD, HELD_COPY, begin, end, how_ended
from flows.judging import FILES
from flows.resume import cache_folder, can_be_accepted, documents_of
from schemas import TABLES
from tasks.ingest.records import RawItem
from tasks.ingest.write import write_batches
from tasks.report.run_quality import RunEvidence
from tasks.report.step import RunTold, assess
from tasks.report.verdict import Thresholds
from warehouse.connection import WarehouseError

RUN = "c" * 16
VERSIONS = {"coder": "v2", "model": "", "seeds": ""}


@pytest.fixture
def held(told: Path, tmp_path: Path) -> tuple[Path, Path]:
    """A held run that would bring the articles of the hand-told warehouse; the warehouse is not there yet."""
    folder = tmp_path / "work" / "runs" / f"20240101T000000-{RUN}"
    files = folder / "files"
    files.mkdir(parents=True)
    with duckdb.connect(str(told), read_only=True) as con:
        for table in TABLES:
            if table not in {"run", "run_verdict", "run_measure"}:
                con.execute(f"COPY {table} TO '{files / table}.parquet'")
    begin(folder, tmp_path / "news.duckdb", ("a",), False, 1)
    named = {path.stem: [path] for path in files.glob("*.parquet")}
    assess(told, folder / "quality", RunEvidence(named, "v2"), RunTold(RUN, VERSIONS, [], {}), Thresholds())
    shutil.copy(told, folder / HELD_COPY)
    (folder / FILES).write_text(json.dumps({table: [str(path) for path in paths] for table, paths in named.items()}))
    end(folder, HELD)
    return folder, tmp_path / "news.duckdb"


def test_it_is_published_with_its_judgement_and_the_hour(held: tuple[Path, Path], tmp_path: Path) -> None:
    folder, warehouse = held
    cache = cache_folder(tmp_path / "work", warehouse)
    cache.mkdir(parents=True)
    assert accept("cccc", tmp_path / "work") == (RUN, warehouse)
    with duckdb.connect(str(warehouse), read_only=True) as con:
        assert con.execute("SELECT count(*) FROM article").fetchone() == (8,)
        assert con.execute("SELECT count(*) FROM mart_dyad").fetchone()[0] > 0
        (verdict, accepted_at) = con.execute("SELECT verdict, accepted_at FROM run_verdict").fetchone()
        assert con.execute("SELECT count(*) FROM run_measure").fetchone()[0] > 20
    assert (verdict, accepted_at is None) == ("look", False)
    assert how_ended(folder) == "done"
    assert not (folder / HELD_COPY).exists()
    assert not cache.exists()
    with pytest.raises(WarehouseError, match="no held run begins with 'cccc'; no run is held"):
        accept("cccc", tmp_path / "work")


@pytest.mark.parametrize("run", ["", "zz", "../"])
def test_an_unknown_run_is_told_with_those_that_there_are(held: tuple[Path, Path], tmp_path: Path, run: str) -> None:
    with pytest.raises(WarehouseError, match="held are cccccccc"):
        accept(run, tmp_path / "work")


def test_what_is_published_or_refused_waits_in_no_other_run(held: tuple[Path, Path], tmp_path: Path) -> None:
    folder, warehouse = held
    write_batches([item(1)], folder / "ingest")
    later = folder.parent / "20240102T000000-dddddddddddddddd"
    write_batches([item(1), item(2)], later / "carried")
    begin(later, warehouse, ("a",), False, 1)
    (later / HELD_COPY).write_text("")
    end(later, HELD)
    times = times_file(tmp_path / "work", warehouse)
    keep_times(times, ["a", "b"])
    refused = shutil.copytree(tmp_path / "work", tmp_path / "other")
    accept(RUN, tmp_path / "work")
    assert (documents_of(later), (later / HELD_COPY).exists()) == ({item(2).document_id}, True)

    assert refuse(RUN, refused) == (RUN, warehouse, 1)
    assert how_ended(refused / "runs" / folder.name) == "done"
    left = refused / "runs" / later.name
    assert (documents_of(left), can_be_accepted(left), how_ended(left)) == ({item(2).document_id}, False, HELD)
    assert list(load_times(times_file(refused, warehouse))) == ["b"]


@pytest.mark.parametrize("how", [BROKEN, None])
def test_what_a_broken_or_killed_run_read_may_be_refused_too(tmp_path: Path, how: str | None) -> None:
    folder = tmp_path / "runs" / f"20240101T000000-{RUN}"
    write_batches([item(1), item(2)], folder / "ingest")
    begin(folder, tmp_path / "news.duckdb", ("a",), False, 1)
    if how:
        end(folder, how)
    with pytest.raises(WarehouseError, match="no waiting run begins with 'dd'; waiting are cccccccc"):
        refuse("dd", tmp_path)
    assert refuse("cc", tmp_path) == (RUN, tmp_path / "news.duckdb", 2)
    assert (how_ended(folder), documents_of(folder)) == (DONE, set())
    with pytest.raises(WarehouseError, match="no run is waiting"):
        refuse("cc", tmp_path)


def item(number: int) -> RawItem:
    return RawItem(f"{number:016x}", "a", "u", "i", None, "", f"text {number}", None, "none", None, "0" * 64)


def test_what_other_runs_published_since_stays(held: tuple[Path, Path], tmp_path: Path) -> None:
    folder, warehouse = held
    shutil.copy(folder / HELD_COPY, warehouse)
    with duckdb.connect(str(warehouse)) as con:
        con.execute("INSERT INTO source VALUES ('later', 'feed', 'https://later.example/', 'en', 'low', '0 * * * *')")
    accept(RUN, tmp_path / "work")
    with duckdb.connect(str(warehouse), read_only=True) as con:
        assert con.execute("SELECT source FROM source").fetchall() == [("later",)]


@pytest.mark.parametrize("is_later", [True, False])
def test_a_held_full_refresh_deletes_nothing_that_was_published_since(
    held: tuple[Path, Path], tmp_path: Path, is_later: bool
) -> None:
    folder, warehouse = held
    begin(folder, warehouse, ("a",), True, 1)
    shutil.copy(folder / HELD_COPY, warehouse)
    revise(folder / HELD_COPY, RUN, 12)
    revise(warehouse, "d" * 16, 13 if is_later else 11)
    before = warehouse.read_bytes()
    if is_later:
        with pytest.raises(
            WarehouseError, match=r"run dddddddd of 2026-03-01 13:00 was .* with --full-refresh, or drop"
        ):
            accept(RUN, tmp_path / "work")
        assert (warehouse.read_bytes(), how_ended(folder)) == (before, HELD)
    else:
        accept(RUN, tmp_path / "work")
        with duckdb.connect(str(warehouse), read_only=True) as con:
            assert con.execute("SELECT run_id FROM revision").fetchall() == [(RUN,)]


def revise(path: Path, run: str, hour: int) -> None:
    with duckdb.connect(str(path)) as con:
        con.execute("DELETE FROM revision")
        con.execute("INSERT INTO revision VALUES (1, ?, ?)", [run, datetime(2026, 3, 1, hour)])


def test_a_held_run_is_shown_by_its_id(
    held: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.query_cli import quality
    from flows.settings import settings

    folder, _ = held
    shutil.copy(folder / HELD_COPY, tmp_path / "look.duckdb")
    monkeypatch.setenv("DETENTE_WORK_DIR", str(tmp_path / "work"))
    settings.cache_clear()
    with duckdb.connect(str(folder / HELD_COPY)) as con:  # the hand-told runs are older than the held one
        con.execute("UPDATE run SET run_id = ? WHERE run_id = ?", [RUN, "b" * 16])
    quality(RUN[:6], None, False)
    settings.cache_clear()
    told = capsys.readouterr().out
    assert "What it brought" in told
    assert "documents without a date" in told
