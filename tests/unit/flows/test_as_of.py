"""--as-of in the commands: answers as they stood, named on standard error, and one line where that can't be."""

import json
from pathlib import Path

import duckdb
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from flows.query_cli import register
from warehouse.build import refresh_marts
from warehouse.connection import open_writer
from warehouse.writer import load

BEFORE, AFTER = "aa01" + "0" * 12, "bb02" + "0" * 12
SAID = "As it stood after run aa010000 of 2026-01-15 09:00 UTC\n"


@pytest.fixture
def grown(told: Path, tmp_path: Path) -> Path:
    """The hand-told warehouse, and a later run whose coder finds no relation at all."""
    with open_writer(told) as con:
        con.execute("INSERT INTO revision VALUES (1, ?, '2026-01-15 09:00')", [BEFORE])
        files = {table: tmp_path / f"{table}.parquet" for table in ("coding", "mention", "relation", "money")}
        for table, path in files.items():
            rows = "SELECT * REPLACE ('newer' AS coder_version)" if table == "coding" else "SELECT *"
            limit = "" if table == "coding" else "LIMIT 0"
            con.execute(f"COPY ({rows} FROM {table} {limit}) TO '{path}' (FORMAT parquet)")
        load(con, {table: [path] for table, path in files.items()}, AFTER)
        refresh_marts(con)
    return told


@pytest.fixture
def call(grown: Path):
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)

    def invoke(*arguments: object) -> Result:
        return CliRunner().invoke(app, [*map(str, arguments), "--warehouse", str(grown)])

    return invoke


@pytest.mark.parametrize(
    "command",
    [
        ("compare", "PAK", "RUS", "--json"),
        ("country", "PAK", "--json"),
        ("dyad", "RUS", "PAK", "--json"),
        ("evidence", "RUS", "PAK", "--json"),
        ("search", "text", "--json"),
        ("ask", "sentences_behind", "--json"),
        ("sql", "SELECT count(*) FROM relation", "--format", "json"),
    ],
    ids=lambda command: command[0],
)
def test_answers_are_those_of_then(call, command):
    now, then, latest = call(*command), call(*command, "--as-of", "aa"), call(*command, "--as-of", AFTER)
    assert (now.exit_code, then.exit_code, latest.exit_code) == (0, 0, 0), then.stderr
    assert latest.stdout == now.stdout != then.stdout
    assert (now.stderr, then.stderr) == ("", SAID)
    assert len(then.stdout) > len(now.stdout) or command[0] in {"sql", "compare"}


def test_day_and_month_find_the_last_run_of_then(call):
    by_run = call("compare", "PAK", "RUS", "--csv", "--as-of", "aa01").stdout
    assert by_run == call("compare", "PAK", "RUS", "--csv", "--as-of", "2026-01").stdout
    assert by_run == call("compare", "PAK", "RUS", "--csv", "--as-of", "2026-01-15").stdout


@pytest.mark.parametrize("wanted", ["cc", "2025-12", "2026-13"])
def test_unknown_run_is_one_line(call, wanted):
    result = call("compare", "PAK", "RUS", "--as-of", wanted)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert wanted in result.stderr
    if wanted != "2026-13":
        assert "there are: run bb020000 of " in result.stderr
        assert "run aa010000 of 2026-01-15 09:00" in result.stderr


def test_what_was_refused_is_not_asked_of_the_past(call):
    result = call("ask", "what_was_refused", "--as-of", "aa")
    assert result.exit_code == 2
    assert "what was refused is not kept run by run" in result.stderr


def test_page_names_the_state_that_it_shows(call, tmp_path):
    page = tmp_path / "page.html"
    assert call("compare", "PAK", "RUS", "--html", page, "--as-of", "aa").exit_code == 0
    assert "after run aa010000 of 2026-01-15 09:00 UTC" in page.read_text(encoding="utf-8")


def test_a_past_state_is_exported(call, tmp_path):
    result = call("export", "--csv", tmp_path / "then", "--as-of", "aa")
    assert result.exit_code == 0, result.stderr
    told = json.loads(call("sql", "SELECT count(*) AS n FROM relation", "--format", "json", "--as-of", "aa").stdout)
    with (tmp_path / "then" / "mart_relation.csv").open(encoding="utf-8") as lines:
        assert sum(1 for _ in lines) >= told[0]["n"] + 1 > 1
    assert call("export", "--csv", tmp_path / "none", "--as-of", "zz").exit_code == 2
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", [("compare", "PAK", "RUS"), ("export", "--csv", "then")], ids=lambda one: one[0])
@pytest.mark.parametrize("room", [100_000, None], ids=["for less than the copy", "for the copy alone"])
def test_no_room_is_one_line(call, grown, tmp_path, monkeypatch, full_disk, command, room):
    monkeypatch.chdir(tmp_path)
    with full_disk(room or grown.stat().st_size):
        result = call(*command, "--as-of", "aa")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.stderr
    assert result.stderr.endswith(": set TMPDIR to a folder with more room\n")
    assert not (tmp_path / "then").exists()


@pytest.mark.parametrize("command", [("compare", "PAK", "RUS"), ("export", "--csv", "then")], ids=lambda one: one[0])
def test_no_folder_for_temporary_files_is_one_line(call, tmp_path, monkeypatch, command):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "none"))
    result = call(*command, "--as-of", "aa")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (1, "", 1), result.stderr
    assert "No such file or directory: set TMPDIR to one that can be written" in result.stderr


def test_query_that_fails_on_a_past_state_does_not_want_it_made_anew(call, monkeypatch):
    def fail(*_: object) -> None:
        raise duckdb.OutOfMemoryException("no room to sort in")

    monkeypatch.setattr("flows.relations_cli.rows_of", fail)
    told = {asked: call("compare", "PAK", "RUS", "--json", *asked).stderr for asked in ((), ("--as-of", "aa"))}
    assert "can't be read: no room to sort in: make it anew with --full-refresh" in told[()]
    assert told["--as-of", "aa"].endswith("can't be read: no room to sort in: set TMPDIR to a folder with more room\n")


def test_forgotten_history_can_not_be_asked(call, grown):
    assert call("vacuum", "--forget-history").stdout.endswith(" MB now; 1 earlier state forgotten\n")
    assert call("vacuum", "--forget-history").stdout.endswith(" MB now; 0 earlier states forgotten\n")
    result = call("compare", "PAK", "RUS", "--as-of", "2026-01")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "nothing is kept from before 2026-01 was over; there are: run bb020000" in result.stderr
