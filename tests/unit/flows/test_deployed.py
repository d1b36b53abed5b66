"""How a flow ends in a deployment: in one line, and marked where it is held. Without Prefect's server."""

import logging
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows import deployed, on_breach, recode, refresh_marts
from flows.outcome import RunFailed, RunHeld
from flows.run import Summary
from tasks.ingest.records import IngestError
from warehouse.connection import WarehouseError
from warehouse.publish import WarehouseBusyError, exclusive


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deployed, "deployment", SimpleNamespace(id="a deployment"))
    monkeypatch.setattr(deployed, "end_with_parent", lambda: None)


def failing(error: Exception) -> Any:
    def run(*_: object, **__: object) -> None:
        raise error

    return run


@pytest.mark.usefixtures("served")
@pytest.mark.parametrize("error", [RunFailed("too much"), IngestError("no such file"), WarehouseError("no room")])
def test_what_fails_is_told_in_a_line(error: Exception) -> None:
    state = deployed.in_one_line(failing(error))
    assert (state.type, state.name, state.message) == ("FAILED", "Failed", str(error))


@pytest.mark.usefixtures("served")
def test_a_fault_of_the_code_keeps_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError):
        deployed.in_one_line(lambda: 1 / 0)


def test_without_a_deployment_the_caller_gets_the_error() -> None:
    with pytest.raises(RunHeld):
        deployed.in_one_line(failing(RunHeld("held")))


@pytest.mark.usefixtures("served")
def test_coding_anew_that_is_held_is_failed_and_marked_as_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    marked: list[bool] = []
    monkeypatch.setattr(recode, "_carry_out", failing(RunHeld("held for a look")))
    monkeypatch.setattr(deployed, "mark_held", lambda: marked.append(True))
    state = recode.recode.fn(tmp_path / "news.duckdb")
    assert (state.name, state.message) == ("Failed", "held for a look")
    assert marked


def test_only_a_fault_of_the_data_loses_its_traceback() -> None:
    def kept(message: str, error: Exception, name: str = "prefect.flow_runs") -> tuple[str, bool] | None:
        record = logging.LogRecord(name, logging.ERROR, "", 1, message, (), (type(error), error, None))
        return (record.getMessage(), bool(record.exc_info)) if deployed._without_traceback(record) else None

    engine, other = "Engine execution exited with unexpected exception", "Encountered exception during execution"
    assert kept(engine, RunHeld("held: 100 % of it")) == ("held: 100 % of it", False)
    assert kept(engine, RunHeld("held"), "prefect.engine") is None  # the same once more
    assert kept(other, WarehouseError("no room")) == (other, False)
    assert kept(engine, ZeroDivisionError()) == (engine, True)


@pytest.mark.usefixtures("served")
def test_upkeep_says_in_a_line_that_there_is_no_warehouse(tmp_path: Path) -> None:
    for flow in (recode.recode, refresh_marts.refresh_marts):
        state = flow.fn(tmp_path / "no.duckdb")
        assert state.message == f"no warehouse at {tmp_path / 'no.duckdb'}: run `detente run SOURCES…` first"


@pytest.mark.usefixtures("served")
def test_upkeep_says_in_a_line_that_another_run_writes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    warehouse = tmp_path / "news.duckdb"
    warehouse.touch()
    monkeypatch.setattr(refresh_marts, "settings", lambda: SimpleNamespace(overlap_wait=0.0, work_dir=tmp_path))
    with exclusive(warehouse):
        assert "another run" in refresh_marts.refresh_marts.fn(warehouse).message


SOURCES = "\n".join(
    f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "http://{name}.example/"' for name in ("alpha", "beta")
)


@pytest.fixture
def breach(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "sources.toml").write_text(SOURCES)
    return {"run_id": "b" * 16, "warehouse": "news.duckdb", "sources_file": str(tmp_path / "sources.toml")}


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The artifacts that the flow leaves; outside Prefect it has no logger."""
    found: list[str] = []
    monkeypatch.setattr(on_breach, "create_markdown_artifact", lambda text, **_: found.append(text))
    monkeypatch.setattr(on_breach, "get_run_logger", lambda: logging.getLogger("tests"))
    monkeypatch.setattr(on_breach, "keep_log_short", lambda: None)
    return found


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"suspects": ["alpha", "beta"]}, "without alpha, beta nothing was left to read"),
        ({"suspects": ["beta"], "only": ["beta"]}, "without beta nothing was left to read"),
        ({"suspects": []}, "no single source is to blame"),
        ({"suspects": ["alpha"], "without": ["beta"]}, "sources were left out already: beta"),
        ({"suspects": ["alpha"], "sources_file": None}, "without a file of sources"),
        ({"suspects": ["alpha"], "sources_file": "gone.toml"}, "gone.toml: cannot be read"),
        ({"suspects": ["Gazette"]}, "not in the file of sources, so not to be left out: Gazette"),
    ],
)
def test_where_nothing_is_left_no_run_is_started(
    breach: dict, told: list[str], monkeypatch: pytest.MonkeyPatch, changes: dict, word: str
) -> None:
    monkeypatch.setattr(on_breach, "news", lambda **_: pytest.fail("read again"))
    assert on_breach.on_breach.fn({**breach, **changes}) is None
    assert "**Done:** Nothing was published" in told[0]
    assert word in told[0]


def test_the_artifact_says_what_reading_again_came_to(
    breach: dict, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Summary("c" * 16, "news.duckdb", published=True, articles_new=2)
    monkeypatch.setattr(on_breach, "news", lambda **_: done)
    assert on_breach.on_breach.fn({**breach, "suspects": ["beta"], "todo": "look with `detente quality`"}) is done
    assert "**Done:** Read again without beta: 2 articles published." in told[0]
    assert "look with `detente quality`" in told[0]
    done.published = False
    on_breach.on_breach.fn({**breach, "suspects": ["beta"]})
    assert "Read again without beta: Nothing new: 0 documents are known." in told[1]


def test_the_rest_that_cannot_be_saved_is_told_in_a_line(
    breach: dict, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(on_breach, "news", failing(WarehouseBusyError("another run writes it")))
    state = on_breach.on_breach.fn({**breach, "suspects": ["beta"]})
    assert (state.type, state.message) == ("FAILED", "the rest can't be saved either: another run writes it")
    assert "**Done:** Read again without beta, in vain: another run writes it" in told[0]
