"""What a killed run leaves to the next one, and what it does not."""

import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import psutil
import pytest

from flows.resume import MAX_TRIES, OWNER, STORY, begin, carry_over, end, how_ended, is_going_on
from flows.run import open_workspace
from schemas import RawDocument
from tasks.ingest.records import RawItem
from tasks.ingest.write import write_batches

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
    assert how_ended(folder) == "done"
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
    assert len(taken(runs, tmp_path).documents) == 5
    assert how_ended(runs / "going-on") is None
    assert how_ended(runs / "killed") == "done"


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
    assert how_ended(folder) == "done"


def test_a_killed_run_of_other_sources_waits_for_its_own(tmp_path: Path, dead: int) -> None:
    waiting = killed(tmp_path / "runs", "1", dead, sources=("c",))
    (waiting / "news-1.private.duckdb").write_text("")
    for number in range(3):
        end(killed(tmp_path / "runs", f"2-{number}", dead), "done")
    open_workspace(tmp_path / "news.duckdb", tmp_path, False, 1, ("a",))
    assert [path.name for path in sorted((tmp_path / "runs").iterdir())][:2] == ["1", "2-2"]
    assert not (waiting / "news-1.private.duckdb").exists()
    assert len(open_workspace(tmp_path / "news.duckdb", tmp_path, False, 1, ("c",)).carried.batches) == 3
