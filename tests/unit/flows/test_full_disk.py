"""Where the output can't be written: one line and exit code 1, in every command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from flows import cli, execute
from flows.run import Summary

FULL = Path("/dev/full")
pytestmark = pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")


@pytest.fixture
def full() -> Iterator[IO[bytes]]:
    with FULL.open("wb") as out:
        yield out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--version"],
        ["compare", "PAK", "RUS", "--warehouse"],
        ["compare", "PAK", "RUS", "--json", "--warehouse"],
        ["sql", "SELECT * FROM range(100000)", "--format", "csv", "--warehouse"],
    ],
)
def test_a_full_disk_is_one_line(told: Path, full: IO[bytes], arguments: list[str]) -> None:
    given = [*arguments, str(told)] if arguments[-1] == "--warehouse" else arguments
    done = subprocess.run(
        [sys.executable, "-m", "flows.cli", *given], stdout=full, stderr=subprocess.PIPE, text=True, check=False
    )
    assert done.stderr == "detente: cannot write the output: No space left on device\n"
    assert done.returncode == 1


def test_another_error_of_the_system_is_not_taken_for_it() -> None:
    for error in (OSError(28, "No space left on device", "w.duckdb"), ConnectionRefusedError(111, "refused")):
        with pytest.raises(OSError, match=r"refused|w\.duckdb"):
            cli._explain_output(error)


def test_a_run_that_has_published_never_says_that_it_has_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def show(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(execute, "_show", show)
    with pytest.raises(OSError, match="No space"):
        execute._answer(Summary(run_id="a", warehouse=""), tmp_path / "w.duckdb", as_json=False)
    assert capsys.readouterr().err == ""
