"""`detente server` as a whole: server with UI, deployments, automation and worker, over feeds of this machine.

Prefect's own database is PostgreSQL where Debian's package is installed, else SQLite.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.feed_server import NewsServer, sources_toml
from flows.server import free_port

from .postgres import Postgres, programs

ROOT = Path(__file__).parents[2]
PATIENCE = 240.0  # seconds
OVER = ("COMPLETED", "FAILED", "CRASHED", "CANCELLED")
YEARLY = "0 5 1 1 *"  # no source is due by itself while the tests run


@dataclass
class Platform:
    """What the tests see of it."""

    page: str
    folder: Path
    feeds: NewsServer
    database: Postgres | None
    pid: int

    @property
    def warehouse(self) -> Path:
        return self.folder / "detente.duckdb"

    def ask(self, path: str, **body: Any) -> Any:
        """A call of the API."""
        return httpx.post(f"{self.page}/api/{path}", json=body, timeout=60).raise_for_status().json()

    def deployment(self, name: str) -> dict[str, Any]:
        return next(one for one in self.ask("deployments/filter") if one["name"] == name)

    def start(self, name: str, **parameters: Any) -> dict[str, Any]:
        """Starts a run of a deployment."""
        return self.ask(f"deployments/{self.deployment(name)['id']}/create_flow_run", parameters=parameters)

    def runs_of(self, name: str) -> list[dict[str, Any]]:
        """The runs of a deployment that are no mere plans."""
        wanted = {"id": {"any_": [self.deployment(name)["id"]]}}
        runs = self.ask("flow_runs/filter", deployments=wanted, sort="START_TIME_DESC")
        return [run for run in runs if run["state_type"] != "SCHEDULED" or not run["auto_scheduled"]]

    def outcome(self, run_id: str) -> dict[str, Any]:
        """Waits until a run is over; gives its state."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            run = httpx.get(f"{self.page}/api/flow_runs/{run_id}", timeout=60).json()
            if run["state_type"] in OVER:
                return run["state"]
            time.sleep(0.5)
        raise AssertionError(f"run {run_id} is still {run['state_type']}")

    def artifact(self, key: str) -> str:
        """The newest artifact of a key."""
        found = self.ask("artifacts/filter", artifacts={"key": {"any_": [key]}}, sort="CREATED_DESC", limit=1)
        assert found, f"no artifact {key}"
        return found[0]["data"]


@pytest.fixture(scope="session")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    folder = tmp_path_factory.mktemp("platform")
    feeds = NewsServer()
    feeds.publish("gazette", 24)
    feeds.publish("courier", 24)
    shutil.copy(ROOT / "prefect.yaml", folder)
    (folder / "flows").symlink_to(ROOT / "flows")
    (folder / "sources.toml").write_text(sources_toml(feeds, "gazette", "courier", schedule=YEARLY))
    tools = programs()
    database = None
    if tools:
        home = tmp_path_factory.mktemp("postgres")
        for parent in (home, *home.parents[:-2]):
            parent.chmod(0o755)  # the server runs as another user than root
        database = Postgres(tools, home / "server")
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "flows.cli", "server", "--port", str(port)],
        env=_surroundings(folder, database),
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    told = process.stderr.readline()
    assert f"http://127.0.0.1:{port}" in told, told
    yield Platform(f"http://127.0.0.1:{port}", folder, feeds, database, process.pid)
    process.send_signal(signal.SIGTERM)
    try:
        assert process.wait(60) == 0
    finally:
        process.kill()
        feeds.stop()
        if database:
            database.stop()


def _surroundings(folder: Path, database: Postgres | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "DETENTE"))}
    chosen = {
        "DETENTE_WORK_DIR": str(folder / "work"),
        "DETENTE_ALLOW_PRIVATE_HOSTS": "true",
        "DETENTE_HOST_PAUSE": "0",
        "PREFECT_HOME": str(folder / "prefect"),
        "PREFECT_WORKER_QUERY_SECONDS": "1",
    }
    if database:
        chosen["PREFECT_API_DATABASE_CONNECTION_URL"] = database.url
    return {**kept, **chosen}


@pytest.fixture(scope="session")
def refreshed(platform: Platform) -> dict[str, Any]:
    """The first run of the deployment, which publishes; its state."""
    run = platform.start("refresh", due_only=False)
    return {**run, "state": platform.outcome(run["id"])}
