"""Prefect's record of runs started by hand: killed ones are ended by the next run, old ones forgotten."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prefect import flow, tags
from prefect.artifacts import create_markdown_artifact
from prefect.client.base import PrefectHttpxSyncClient
from prefect.runtime import flow_run
from prefect.settings import PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED, temporary_settings

from flows.endings import OWNER
from flows.news import news
from flows.prefect_record import FLOW_RUN, forget_old, on_record, tell_killed


@pytest.fixture
def client(api: str) -> Iterator[httpx.Client]:
    with PrefectHttpxSyncClient(base_url=api, timeout=300) as client:
        yield client


@pytest.fixture
def begin(client: httpx.Client) -> Callable[..., str]:
    """A run on Prefect's record that nobody tells more of."""
    flow_id = client.post("/flows/", json={"name": "by hand"}).raise_for_status().json()["id"]

    def make(state: str = "RUNNING", *tags: str) -> str:
        told = {"flow_id": flow_id, "tags": list(tags), "state": {"type": state}}
        return str(client.post("/flow_runs/", json=told).raise_for_status().json()["id"])

    return make


def state(client: httpx.Client, run_id: str) -> str:
    return client.get(f"/flow_runs/{run_id}").raise_for_status().json()["state_type"]


def folder(runs: Path, name: str, owner: int, run_id: str) -> Path:
    made = runs / name
    made.mkdir(parents=True)
    (made / OWNER).write_text(str(owner), encoding="ascii")
    (made / FLOW_RUN).write_text(run_id, encoding="ascii")
    return made


@pytest.fixture
def dead() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_killed_run_is_ended_by_the_next_one(client, begin, dead, work, sample):
    killed, living, over = begin(), begin(), begin("COMPLETED")
    runs = work / "work" / "runs"
    notes = {
        run: folder(runs, f"2000010{number}T000000-{number}", owner, run) / FLOW_RUN
        for number, (run, owner) in enumerate([(killed, dead), (living, os.getppid()), (over, dead)])
    }
    summary = news([str(sample / "wire.jsonl")], work / "news.duckdb")
    assert summary.published
    assert [state(client, run) for run in (killed, living, over)] == ["CRASHED", "RUNNING", "COMPLETED"]
    assert [run for run, note in notes.items() if note.exists()] == [living]
    assert [path.parent for path in runs.glob(f"*/{FLOW_RUN}")] == [notes[living].parent]  # its own is gone, too


def test_a_run_is_noted_while_it_goes_on_and_an_error_ends_that(work):
    with on_record(work, None):
        assert not (work / FLOW_RUN).exists()
    with pytest.raises(KeyError), on_record(work, "an-id"):
        assert (work / FLOW_RUN).read_text() == "an-id"
        raise KeyError
    assert not (work / FLOW_RUN).exists()


def test_what_the_server_does_not_know_is_left_for_later_and_keeps_no_other_waiting(client, begin, work, dead):
    ids = ["00000000-0000-4000-8000-000000000000", "cut o", begin()]
    notes = [folder(work / "runs", str(number), dead, run) / FLOW_RUN for number, run in enumerate(ids)]
    assert tell_killed(work / "runs") == 1
    assert [note.exists() for note in notes] == [True, False, False]
    assert state(client, ids[-1]) == "CRASHED"


@flow
def _telling() -> str:
    create_markdown_artifact("# report", key="report")
    return str(flow_run.id)


def test_old_runs_of_ours_are_forgotten_with_their_artifacts(client, begin, prefect_home):
    with tags("detente", "by hand"):
        old, young = _telling(), _telling()
    others, going_on = _telling(), begin("RUNNING", "detente")
    ended = datetime.now(UTC) - timedelta(days=61)
    with sqlite3.connect(prefect_home / "prefect.db", timeout=60) as con:
        of_some = "UPDATE flow_run SET end_time = ? WHERE id IN (?, ?)"
        con.execute(of_some, [f"{ended:%Y-%m-%d %H:%M:%S.%f}", old, others])
    with temporary_settings({PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED: {"events"}}):
        assert forget_old() == 0
    assert forget_old() == 1
    wanted = {"flow_runs": {"id": {"any_": [old, young, others, going_on]}}}
    left = client.post("/flow_runs/filter", json=wanted).raise_for_status().json()
    assert {one["id"] for one in left} == {young, others, going_on}
    of_key = {"artifacts": {"key": {"any_": ["report"]}}}
    artifacts = client.post("/artifacts/filter", json=of_key).raise_for_status().json()
    assert {one["flow_run_id"] for one in artifacts} == {young, others}
