"""What benchmarks/faults --runs concludes of a run that it killed, without the runs themselves."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.faults import BrokenError
from benchmarks.run_faults import RunArena, told

OLD, NEW, OTHER = {"relation": "a", "run": "b"}, {"relation": "c", "run": "b"}, {"relation": "d", "run": "b"}


@pytest.fixture
def attack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Kills a run that had ended with `exitcode` by then, and finds these states after the kill and the repair."""
    (tmp_path / "old.duckdb").touch()

    def with_states(*states: dict[str, str], exitcode: int | None = None) -> RunArena:
        arena, found = RunArena(tmp_path, OLD, NEW), iter(states)
        run = SimpleNamespace(exitcode=exitcode, pid=0, join=lambda *_: None, kill=lambda: None)
        for name, does in {
            "_start": lambda *_: run, "_no_process_of": lambda _: None, "_must_run": lambda *_: None,
            "_left_nothing": lambda: None, "digest": lambda: next(found),
        }.items():  # fmt: skip
            monkeypatch.setattr(arena, name, does)
        arena.attack(1.0)
        return arena

    return with_states


@pytest.mark.parametrize(
    ("state", "exitcode", "outcome"), [(OLD, None, "old"), (NEW, None, "new"), (NEW, 0, "over")], ids=str
)
def test_state_after_a_kill_is_told(attack, state, exitcode, outcome):
    assert attack(state, NEW, exitcode=exitcode).outcomes == {outcome: 1}


@pytest.mark.parametrize(
    ("states", "exitcode", "message"),
    [
        ((OTHER,), None, "the file is neither old nor new: not old in relation; not new in relation"),
        ((OLD, OTHER), None, "the next run ended otherwise: not old in relation; not new in relation"),
        ((OLD,), 1, "a run that was over within 1.00 s did not publish: not old in ; not new in relation"),
    ],
)
def test_broken_state_is_told_with_its_tables(attack, states, exitcode, message):
    with pytest.raises(BrokenError, match=message):
        attack(*states, exitcode=exitcode)


def test_last_digits_of_floats_do_not_count():
    alike = [
        (0.1 + 0.2, 0.3),
        (0.6262779673500478, 0.6262779673500479),
        (5e-17, -0.0),
        (-1e-16, 0.0),
    ]
    assert all(told(one) == told(other) for one, other in alike)
    assert told(0.62627796) != told(0.62627797)
    assert [told(one) for one in (None, 7, "a", True)] == [None, 7, "a", True]


def test_articles_are_whole_lines_of_the_sample(tmp_path, monkeypatch):
    arena = RunArena(tmp_path / "runs")
    monkeypatch.setattr(arena, "_must_run", lambda *_: arena.warehouse.touch())
    monkeypatch.setattr(arena, "digest", dict)
    arena.prepare()
    first, second = ((tmp_path / "runs" / f"{name}.jsonl").read_text(encoding="utf-8") for name in ("first", "second"))
    assert [len(text.splitlines()) for text in (first, second)] == [2, 7]
    assert all(line.endswith('"}') for line in (first + second).splitlines()[:-1])
    assert second.endswith('{"id": "broken", "text": 7}\n')
