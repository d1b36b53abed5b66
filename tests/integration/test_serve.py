"""`detente serve` with a server of its own: a scheduled run begins, ends well, and goes when the process is stopped."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from flows import serve, server
from flows.request import Request
from flows.server import free_port

ROOT = Path(__file__).parents[2]
PATIENCE = 150.0  # seconds: the server's start, a run


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def serving(work, sample, tmp_path, port):
    command = [sys.executable, "-m", "flows.cli", "serve", "--cron", "0 * * * *", str(sample / "wire.jsonl")]
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("PREFECT")}
    process = subprocess.Popen(
        [*command, "--warehouse", str(work / "news.duckdb"), "--port", str(port)],
        env={**surroundings, "PREFECT_HOME": str(tmp_path / "prefect"), "PREFECT_RUNNER_POLL_FREQUENCY": "1"},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        cwd=ROOT,
    )
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def test_a_scheduled_run_publishes_and_sigterm_ends_all(serving, work, tmp_path, port):
    told = serving.stderr.readline() + serving.stderr.readline()
    page = re.search(r"http://127\.0\.0\.1:\d+", told)
    assert page, told
    assert page[0].endswith(f":{port}")
    planned = _planned(f"{page[0]}/api")
    assert {run["expected_start_time"][14:19] for run in planned} == {"00:00"}  # on the hour
    _bring_forward(f"{page[0]}/api", planned[0])
    assert _completed(f"{page[0]}/api") >= 1
    assert (work / "news.duckdb").exists()
    serving.send_signal(signal.SIGTERM)
    assert serving.wait(30) == 0, serving.stderr.read()
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{page[0]}/api/health", timeout=5)
    assert server.is_free(port)  # for who serves again at once
    with sqlite3.connect(tmp_path / "prefect" / "prefect.db") as con:  # nothing is planned that nobody would run
        assert con.execute("SELECT name, paused FROM deployment").fetchall() == [("news", 1)]
        assert con.execute("SELECT count(*) FROM flow_run WHERE state_type = 'SCHEDULED'").fetchone() == (0,)


def test_a_port_in_use_is_told_in_one_line(work, sample, capsys, monkeypatch):
    monkeypatch.setattr(server, "PREFECT_API_URL", SimpleNamespace(value=lambda: None))
    monkeypatch.setattr(serve, "_serve", lambda *_: pytest.fail("served all the same"))
    request = Request.of(work / "news.duckdb", [str(sample / "wire.jsonl")], None)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve.execute_serve(request, "0 * * * *", port) == 2
    told = capsys.readouterr().err
    assert f"port {port} " in told
    assert "--port" in told
    assert told.count("\n") == 1


def _planned(api: str) -> list[dict]:
    """Waits for the runs that the scheduler plans, the next first."""
    wanted = {"flow_runs": {"state": {"type": {"any_": ["SCHEDULED"]}}}, "sort": "NEXT_SCHEDULED_START_TIME_ASC"}
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        runs = httpx.post(f"{api}/flow_runs/filter", json=wanted, timeout=30).raise_for_status().json()
        if runs:
            assert all(run["auto_scheduled"] for run in runs)
            return runs
        time.sleep(0.5)
    raise AssertionError("the scheduler planned no run")


def _bring_forward(api: str, run: dict) -> None:
    """Lets a planned run be due now: a test does not wait for the hour."""
    state = {"type": "SCHEDULED", "state_details": {"scheduled_time": datetime.now(UTC).isoformat()}}
    httpx.post(
        f"{api}/flow_runs/{run['id']}/set_state", json={"state": state, "force": True}, timeout=30
    ).raise_for_status()


def _completed(api: str) -> int:
    """Waits until a run of the schedule has completed, or time is up; gives how many have."""
    wanted = {"flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        runs = httpx.post(f"{api}/flow_runs/filter", json=wanted, timeout=30).raise_for_status().json()
        if runs:
            assert {(run["state_type"], run["auto_scheduled"]) for run in runs} == {("COMPLETED", True)}
            return len(runs)
        time.sleep(1)
    return 0
