"""What a run that was killed, broke off or is held leaves to the next one, and what it does not."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import psutil
import pytest

from flows.endings import HELD, HELD_COPY, OWNER, STORY, at_work, begin, end, how_ended, stopped
from flows.forget import forget
from flows.resume import MAX_TRIES, can_be_accepted, carry_over, documents_of, find_held, is_going_on, settle
from flows.run import open_workspace
from schemas import RawDocument
from tasks.ingest.records import RawItem
from tasks.ingest.write import write_batches
from warehouse.connection import WarehouseError

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def dead() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def item(number: int) -> RawItem:
    return RawItem(f"{number:016x}", "gazette", "u", "i", None, "", f"text {number}", None, "none", None, "0" * 64)


def killed(runs: Path, name: str, owner: int, sources: tuple[str, ...] = ("a",), tries: int = 1) -> Path:
    """The folder of a run that read five documents in batches of two."""
    folder = runs / name
    folder.mkdir(parents=True)
    begin(folder, runs.parent / "news.duckdb", sources, False, tries)
    (folder / OWNER).write_text(str(owner))
    write_batches([item(number) for number in range(5)], folder / "ingest", 2)
    return folder


def taken(runs: Path, tmp_path: Path, sources: tuple[str, ...] = ("a", "b"), known: frozenset[str] = frozenset()):
    return carry_over(runs, tmp_path / "new" / "carried", tmp_path / "news.duckdb", sources, False, known)


def test_its_documents_are_taken_over_once_byte_for_byte(tmp_path: Path, dead: int) -> None:
    folder = killed(tmp_path / "runs", "1", dead)
    carried = taken(tmp_path / "runs", tmp_path)
    assert (len(carried.batches), len(carried.documents), carried.tries) == (3, 5, 2)
    assert carried.labels == ["gazette"] * 3
    for number, path in enumerate(carried.batches, 1):
        assert path.read_bytes() == (folder / "ingest" / f"documents-{number:04d}.parquet").read_bytes()
    assert carried.ended == [folder]
    end(folder, "done")
    assert taken(tmp_path / "runs", tmp_path).batches == []


def test_what_was_published_meanwhile_or_stands_in_two_runs_is_taken_once(tmp_path: Path, dead: int) -> None:
    killed(tmp_path / "runs", "1", dead)
    killed(tmp_path / "runs", "2", dead)
    carried = taken(tmp_path / "runs", tmp_path, known=frozenset({f"{0:016x}", f"{4:016x}"}))
    rows = pl.concat([RawDocument.validate(pl.read_parquet(path)) for path in carried.batches])
    assert rows["document_id"].to_list() == [f"{number:016x}" for number in (1, 2, 3)]


def test_other_runs_are_left_alone(tmp_path: Path, dead: int) -> None:
    runs = tmp_path / "runs"
    end(killed(runs, "failed", dead), "failed")
    killed(runs, "going-on", os.getppid())
    killed(runs, "other-sources", dead, sources=("c",))
    (killed(runs, "no-story", dead) / STORY).unlink()
    broken = killed(runs, "broken-story", dead)
    (broken / STORY).write_text("{")
    assert taken(runs, tmp_path).batches == []
    assert how_ended(runs / "other-sources") is None


def test_a_number_that_is_another_processs_now_is_no_run(tmp_path: Path) -> None:
    """After a restart, or in a container, where all numbers are low."""
    runs, alive = tmp_path / "runs", psutil.Process(os.getppid())
    (killed(runs, "going-on", alive.pid) / OWNER).write_text(f"{alive.pid} {alive.create_time() + 1:.2f}")
    (killed(runs, "killed", alive.pid) / OWNER).write_text(f"{alive.pid} {alive.create_time() - 3600:.2f}")
    (killed(runs, "torn", alive.pid) / OWNER).write_text("")
    assert is_going_on(runs / "going-on")
    assert not is_going_on(runs / "killed")
    carried = taken(runs, tmp_path)
    assert len(carried.documents) == 5
    assert runs / "killed" in carried.ended
    assert runs / "going-on" not in carried.ended


def test_a_run_notes_who_it_is_so_that_others_see_it(tmp_path: Path) -> None:
    begin(tmp_path, tmp_path / "news.duckdb", ["a"], False, 1)
    code = (
        f"from pathlib import Path; from flows.resume import is_going_on; print(is_going_on(Path({str(tmp_path)!r})))"
    )
    asked = subprocess.run([sys.executable, "-c", code, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True)
    assert asked.stdout == "True\n"


def test_what_killed_every_run_so_far_is_given_up(tmp_path: Path, dead: int) -> None:
    folder = killed(tmp_path / "runs", "1", dead, tries=MAX_TRIES)
    carried = taken(tmp_path / "runs", tmp_path)
    assert (carried.batches, carried.tries) == ([], 1)
    assert carried.ended == [folder]


def held(runs: Path, name: str, dead: int, numbers: range, sources: tuple[str, ...] = ("gazette",)) -> Path:
    """The folder of a run that was held, with its copy."""
    folder = runs / name
    folder.mkdir(parents=True)
    begin(folder, runs.parent / "news.duckdb", sources, False, 1)
    (folder / OWNER).write_text(str(dead))
    write_batches([item(number) for number in numbers], folder / "ingest", 2)
    (folder / HELD_COPY).write_text("")
    end(folder, HELD)
    return folder


def test_news_of_held_runs_go_along_until_a_run_is_published_with_them(tmp_path: Path, dead: int) -> None:
    runs = tmp_path / "runs"
    for number in range(1, 4):  # each time the source has one story more, and no run is published
        work = open_workspace(tmp_path / "news.duckdb", tmp_path, False, 1, ("gazette",))
        assert len(work.carried.documents) == number - 1
        write_batches([item(number)], work.folder / "ingest", 2)
        (work.folder / HELD_COPY).write_text("")
        end(work.folder, HELD)
    work = open_workspace(tmp_path / "news.duckdb", tmp_path, False, 1, ("gazette",))
    assert (len(work.carried.documents), work.carried.tries) == (3, 1)
    end(work.folder, "done")
    settle(work.carried)
    assert open_workspace(tmp_path / "news.duckdb", tmp_path, False, 9, ("gazette",)).carried.batches == []
    assert not list(runs.glob(f"*/{HELD_COPY}"))


def test_of_a_held_run_those_sources_are_published_that_are_in_order(tmp_path: Path, dead: int) -> None:
    folder = held(tmp_path / "runs", "1", dead, range(2), ("gazette", "courier"))
    courier = [replace(item(number), source="courier") for number in (7, 8)]
    write_batches(courier, folder / "carried", 2)
    carried = taken(tmp_path / "runs", tmp_path, ("courier", "herald"))
    assert carried.documents == {f"{7:016x}", f"{8:016x}"}
    settle(carried)
    assert (how_ended(folder), documents_of(folder)) == (HELD, {f"{0:016x}", f"{1:016x}"})


def test_what_killed_run_after_run_is_dropped_from_held_runs_too(tmp_path: Path, dead: int) -> None:
    waiting = held(tmp_path / "runs", "1", dead, range(7), ("a",))
    killed(tmp_path / "runs", "2", dead, tries=MAX_TRIES)
    assert taken(tmp_path / "runs", tmp_path).documents == {f"{5:016x}", f"{6:016x}"}
    assert documents_of(waiting) == {f"{5:016x}", f"{6:016x}"}


def test_an_error_is_no_try_and_a_kill_is(tmp_path: Path, dead: int) -> None:
    folder = killed(tmp_path / "runs", "1", dead, tries=MAX_TRIES)
    with pytest.raises(OSError, match="full"), at_work(folder):
        raise OSError("the disk is full")
    carried = taken(tmp_path / "runs", tmp_path)
    assert (len(carried.documents), carried.tries) == (5, MAX_TRIES)


def test_a_run_that_was_stopped_by_a_signal_counts_as_no_try(tmp_path: Path, dead: int) -> None:
    own = killed(tmp_path / "runs", "1", os.getpid())
    other = killed(tmp_path / "runs", "2", dead)
    stopped(tmp_path)
    assert (how_ended(own), how_ended(other)) == ("broken", None)


def test_what_a_failed_run_had_taken_over_is_not_lost(tmp_path: Path, dead: int) -> None:
    folder = killed(tmp_path / "runs", "1", dead)
    write_batches([item(9)], folder / "carried", 2)
    end(folder, "failed")
    assert taken(tmp_path / "runs", tmp_path).documents == {f"{9:016x}"}


def test_copies_of_the_last_held_runs_are_kept_for_each_warehouse(tmp_path: Path, dead: int) -> None:
    runs = tmp_path / "runs"
    other = held(runs, "0", dead, range(2))
    begin(other, tmp_path / "other.duckdb", ("gazette",), False, 1)
    (other / OWNER).write_text(str(dead))
    folders = [held(runs, str(number), dead, range(number)) for number in (1, 2, 3)]
    alone = held(runs, "0-alone", dead, range(8, 9))
    own = runs / "9"
    own.mkdir()
    forget(runs, 0, own, keep_held=2)
    assert [can_be_accepted(one) for one in (other, *folders)] == [True, False, True, True]
    assert not folders[0].exists()  # what it read is in the second one, too
    assert documents_of(alone) == {f"{8:016x}"}
    with pytest.raises(WarehouseError, match="held are 3, 2, 0"):
        find_held("1", tmp_path)


def test_a_killed_run_of_other_sources_waits_for_its_own(tmp_path: Path, dead: int) -> None:
    waiting = killed(tmp_path / "runs", "1", dead, sources=("c",))
    (waiting / "news-1.private.duckdb").write_text("")
    for number in range(3):
        end(killed(tmp_path / "runs", f"2-{number}", dead), "done")
    open_workspace(tmp_path / "news.duckdb", tmp_path, False, 1, ("a",))
    assert [path.name for path in sorted((tmp_path / "runs").iterdir())][:2] == ["1", "2-2"]
    assert not (waiting / "news-1.private.duckdb").exists()
    assert len(open_workspace(tmp_path / "news.duckdb", tmp_path, False, 1, ("c",)).carried.batches) == 3
