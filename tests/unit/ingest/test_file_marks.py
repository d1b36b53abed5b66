"""A file that was read whole and has not changed since is not read again; any doubt reads it."""

import io
import os
import shutil
import time
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest

from tasks.ingest import file_marks
from tasks.ingest.delivery import FAILED, READ, UNCHANGED, DeliveryLog
from tasks.ingest.discover import discover
from tasks.ingest.file_marks import code_digest, state_of
from tasks.ingest.limits import IngestSettings
from tasks.ingest.marks import Mark
from tasks.ingest.read import read_origins
from tasks.ingest.records import RawItem

ROOT = Path(__file__).parents[3]
LONG_AGO = 1_600_000_000
LINE = '{{"id": "{0}", "title": "Talks {0}", "text": "Chile and Peru signed a treaty on day {0}."}}\n'


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    path = tmp_path / "news" / "wire.jsonl"
    path.parent.mkdir()
    write(path, 1, 2)
    return path


def write(path: Path, *numbers: int, at: float = LONG_AGO) -> None:
    path.write_text("".join(LINE.format(number) for number in numbers), encoding="utf-8")
    os.utime(path, (at, at))


def read(path: Path, marks: dict[str, Mark], **settings: object) -> tuple[int, str, dict[str, Mark]]:
    """How many articles were read, what became of the source, and the new marks."""
    log = DeliveryLog()
    found = list(read_origins(discover([str(path)]), IngestSettings(**settings), frozenset(), marks, log))
    (delivery,) = log.deliveries.values()
    return sum(isinstance(one, RawItem) for one in found), delivery.outcome, log.marks


def test_what_has_not_changed_is_not_even_opened(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    count, outcome, marks = read(wire, {})
    assert (count, outcome, [mark.items for mark in marks.values()]) == (2, READ, [2])
    monkeypatch.setattr(Path, "open", lambda *_: pytest.fail("it was opened"))
    assert read(wire.parent, marks) == (0, UNCHANGED, {})


def test_a_change_is_read_though_size_or_time_stay(wire: Path) -> None:
    _, _, marks = read(wire, {})
    write(wire, 1, 3, at=LONG_AGO + 1)  # the same size
    assert read(wire, marks)[:2] == (2, READ)
    write(wire, 1, 2, 3)  # the same time
    assert read(wire, marks)[:2] == (3, READ)


def test_a_file_that_was_touched_is_known_by_its_digest_and_gets_a_new_mark(wire: Path) -> None:
    _, _, marks = read(wire, {})
    os.utime(wire, (LONG_AGO + 9, LONG_AGO + 9))
    count, outcome, moved = read(wire, marks)
    assert (count, outcome) == (0, UNCHANGED)
    assert moved[str(wire)].etag != marks[str(wire)].etag
    assert read(wire, moved) == (0, UNCHANGED, {})


def test_the_time_of_a_fresh_file_proves_nothing(wire: Path) -> None:
    """Two changes within one tick of the clock leave size and time the same."""
    now = time.time()
    write(wire, 1, 2, at=now)
    _, _, marks = read(wire, {})
    assert read(wire, marks)[:2] == (0, UNCHANGED)  # the digest proves it
    write(wire, 1, 3, at=now)
    assert read(wire, marks)[:2] == (2, READ)


def test_other_rules_read_it_again(wire: Path) -> None:
    _, _, marks = read(wire, {})
    assert read(wire, marks, fetch_links=True)[:2] == (2, READ)


def test_a_source_of_another_name_is_read_again(wire: Path) -> None:
    (origin,) = discover([str(wire)])
    named = [state_of(replace(origin, source=name), IngestSettings()) for name in ("", "wire", "agency")]
    assert len({state.etag for state in named if state}) == 3


@pytest.mark.parametrize(
    "part", ["tasks/dates.py", "tasks/ingest/dates.py", "tasks/validate/gate.py", "schemas/document.py"]
)
def test_other_code_of_reading_or_of_the_gate_reads_it_again(part: str, tmp_path: Path) -> None:
    """A row that the gate refused comes back when the gate is loosened."""
    for folder in ("tasks/ingest", "tasks/validate", "schemas"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "tasks" / "dates.py", tmp_path / "tasks" / "dates.py")
    before = code_digest(tmp_path)
    assert before == code_digest(ROOT)
    (tmp_path / part).write_text("# another rule\n", encoding="utf-8")
    code_digest.cache_clear()
    assert code_digest(tmp_path) != before


@pytest.mark.parametrize("name", ["trafilatura", "feedparser", "dateparser", "charset-normalizer"])
def test_another_release_of_a_library_that_reads_reads_it_again(
    wire: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    _, _, marks = read(wire, {})
    monkeypatch.setattr(file_marks, "version", lambda asked: "99" if asked == name else version(asked))
    file_marks._rules.cache_clear()
    assert read(wire, marks)[:2] == (2, READ)
    monkeypatch.undo()
    file_marks._rules.cache_clear()
    assert read(wire, marks)[:2] == (0, UNCHANGED)


def test_what_was_not_read_whole_gets_no_mark(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert read(wire, {}, max_items=1)[2] == {}
    monkeypatch.setattr("tasks.ingest.read.open_file", lambda *_: (_ for _ in ()).throw(PermissionError(13, "no")))
    assert read(wire, {})[1:] == (FAILED, {})


@pytest.mark.parametrize("content", [b"\x1f\x8b" + b"no gzip" * 50, b"\n" * 50])
def test_a_file_is_refused_once(wire: Path, content: bytes) -> None:
    wire.write_bytes(content)
    _, outcome, marks = read(wire, {})
    assert outcome == FAILED
    assert read(wire, marks)[:2] == (0, UNCHANGED)
    write(wire, 1, 2)
    assert read(wire, marks)[:2] == (2, READ)


def test_the_items_of_unchanged_files_are_counted(wire: Path) -> None:
    _, _, marks = read(wire, {})
    (wire.parent / "new.txt").write_bytes(b"\x00\x01" * 500)
    log = DeliveryLog()
    list(read_origins(discover([str(wire.parent)]), IngestSettings(), frozenset(), marks, log))
    assert [(one.unchanged, one.refused) for one in log.deliveries.values()] == [(2, 1)]


def test_a_file_that_changes_while_it_is_read_gets_no_mark(wire: Path) -> None:
    log = DeliveryLog()
    for _ in read_origins(discover([str(wire)]), IngestSettings(), frozenset(), {}, log):
        write(wire, 4, 5, 6, at=LONG_AGO + 5)
    assert log.marks == {}


def test_standard_input_is_never_taken_for_a_file_of_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "stdin", 9)
    monkeypatch.chdir(tmp_path)
    marks: dict[str, Mark] = {}
    for number in (1, 2):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(LINE.format(number).encode())))
        log = DeliveryLog()
        (item,) = read_origins(discover(["-"]), IngestSettings(), frozenset(), marks, log)
        assert isinstance(item, RawItem)
        assert (item.item, log.marks) == (str(number), {})
        marks = log.marks


def test_a_file_that_is_named_as_standard_input_is_read(tmp_path: Path) -> None:
    write(tmp_path / "-", 1, 2)
    assert read(tmp_path / "-", {})[:2] == (2, READ)
