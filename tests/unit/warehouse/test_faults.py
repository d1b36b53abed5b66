"""A few of the faults of benchmarks/faults: a load that is killed or finds no room leaves the published file whole."""

import pytest

from benchmarks.faults import LOAD, Arena

# The rename is where a file could be half there: dies before it, and between it and the sync of its folder.
DIE = """
import os, pathlib, signal
real = pathlib.Path.replace
def replace(self, target):
    if {after}:
        real(self, target)
    os.kill(os.getpid(), signal.SIGKILL)
pathlib.Path.replace = replace
"""


@pytest.fixture(scope="module")
def arena(tmp_path_factory):
    made = Arena(tmp_path_factory.mktemp("faults") / "arena", relations=200)
    made.prepare()
    return made


def test_killed_at_any_time(arena):
    for seconds in (0.02, 0.4):
        arena.attack(seconds=seconds)


@pytest.mark.parametrize("limit", [300_000, 5_000_000])
def test_full_disk(arena, limit):
    assert arena.attack(limit=limit) == "old"


@pytest.mark.parametrize("after", [False, True])
def test_killed_while_publishing_and_the_next_load_repairs_the_rest(arena, after, monkeypatch):
    monkeypatch.setattr("benchmarks.faults.LOAD", DIE.format(after=after) + LOAD)
    assert arena.attack() == ("new" if after else "old")
    monkeypatch.undo()
    if after:
        arena.leave_alone()
