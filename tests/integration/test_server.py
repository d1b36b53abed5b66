"""The temporary Prefect server starts wherever the user stands; that of a schedule forgets what is old."""

import sqlite3
import time
from datetime import UTC, datetime, timedelta
from typing import Any

from prefect.client.base import PrefectHttpxSyncClient
from prefect.settings import PREFECT_API_DATABASE_CONNECTION_URL, PREFECT_HOME, temporary_settings

from flows.interrupt import processes_below
from flows.server import ServingServer, TemporaryServer


def test_a_file_of_the_users_folder_never_stands_in_for_a_library(work, prefect_home, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(prefect_home))
    for name in ("attr.py", "httpx.py", "json.py"):
        (work / name).write_text("raise SystemExit('not mine')\n", encoding="utf-8")
    server = TemporaryServer()
    try:
        server.wait()  # raises where the server ended
        before = server.processes()
        server.restart()  # waits until it answers at the same address
        assert not set(before) & set(server.processes())
    finally:
        server.stop()


class LeavingServer(TemporaryServer):
    """Ends itself at once when asked to, and leaves behind what it started."""

    def command(self, port):
        return ["tests.integration.leaves_behind"]


def test_what_the_server_started_ends_with_it():
    server = LeavingServer()
    while not (below := processes_below(server._process.pid)):
        assert not server.has_ended()
    server.stop(patience=1)
    assert not any(process.is_running() for process in below)


def test_runs_of_more_than_sixty_days_ago_are_forgotten_with_their_logs(work, monkeypatch):
    database = work / "prefect.db"
    monkeypatch.setenv("PREFECT_SERVER_SERVICES_DB_VACUUM_LOOP_SECONDS", "1")
    own = {PREFECT_HOME: str(work), PREFECT_API_DATABASE_CONNECTION_URL: f"sqlite+aiosqlite:///{database}"}
    with temporary_settings(own):  # else it would have the other tests' database
        server = ServingServer()
    try:
        server.wait()
        with PrefectHttpxSyncClient(base_url=server.api_url, timeout=300) as client:
            flow = client.post("/flows/", json={"name": "old"}).raise_for_status().json()
            old, young = (_run_of(client, flow["id"]) for _ in range(2))
            ended = datetime.now(UTC) - timedelta(days=59)
            with sqlite3.connect(database, timeout=60) as con:
                con.execute("UPDATE flow_run SET end_time = ?", [f"{ended:%Y-%m-%d %H:%M:%S.%f}"])
                of_old = "UPDATE flow_run SET end_time = ? WHERE id = ?"
                con.execute(of_old, [f"{ended - timedelta(days=2):%Y-%m-%d %H:%M:%S.%f}", old])
            assert _logged_runs(client, lambda found: old not in found) == {young}
    finally:
        server.stop()


def _run_of(client: Any, flow: str) -> str:
    """A run that is over, with a line in its log."""
    run = client.post("/flow_runs/", json={"flow_id": flow, "state": {"type": "COMPLETED"}}).raise_for_status().json()
    line = {"name": "a", "level": 20, "message": "m", "timestamp": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"}
    client.post("/logs/", json=[{**line, "flow_run_id": run["id"]}]).raise_for_status()
    return str(run["id"])


def _logged_runs(client: Any, enough: Any) -> set[str]:
    """The runs of which there are lines in the log, once that is enough or two minutes are over."""
    deadline = time.monotonic() + 120
    while True:
        found = {one["flow_run_id"] for one in client.post("/logs/filter", json={}).raise_for_status().json()}
        if (found and enough(found)) or time.monotonic() > deadline:
            return found
        time.sleep(0.5)
