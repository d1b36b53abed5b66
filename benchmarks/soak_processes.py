"""The processes of a soak: Prefect's server and `detente server` with its worker, their ends by force, their memory."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from benchmarks.processes import children, command_line

ROOT = Path(__file__).parents[1]
OVER = ("Completed", "Skipped", "Failed", "Crashed", "Cancelled")
_START_WITHIN = 600.0  # seconds


class Platform:
    """Prefect's server, and `detente server` beside it: deployments with a schedule of seconds, and a worker."""

    def __init__(self, folder: Path, api: str, every: int, worker_memory: float) -> None:
        self.folder, self.api = folder, api
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "DETENTE"))},
            "PREFECT_API_URL": api,
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_WORKER_QUERY_SECONDS": "2",
            "DETENTE_WORK_DIR": str(folder / "work"),
            "DETENTE_ALLOW_PRIVATE_HOSTS": "true",
            "DETENTE_HOST_PAUSE": "0",
            "DETENTE_FETCH_TIMEOUT": "1",
            "DETENTE_FETCH_RETRIES": "1",
            "DETENTE_WORKER_MEMORY": str(worker_memory),
        }
        (folder / "flows").symlink_to(ROOT / "flows")
        (folder / "prefect.yaml").write_text(_with_interval(every), encoding="utf-8")
        self.server = self._start_server()
        self.detente = self._start_detente()

    def restart_server(self, how: signal.Signals) -> None:
        """Prefect's server ends and comes again, on the same database."""
        _end(self.server, how)
        self.server = self._start_server()

    def restart_detente(self, how: signal.Signals) -> None:
        """`detente server` ends, with its worker and what it runs, and comes again."""
        _end(self.detente, how)
        self.detente = self._start_detente()

    def stop(self) -> None:
        """Ends all, the worker first."""
        for process in (self.detente, self.server):
            _end(process, signal.SIGTERM)

    def worker(self) -> int | None:
        """The worker's process."""
        found = (pid for pid in children(self.detente.pid) if "worker start" in command_line(pid))
        return next(found, None)

    def runs(self) -> list[int]:
        """The processes of runs that are going on."""
        worker = self.worker()
        return [pid for pid in children(worker) if "prefect" in command_line(pid)] if worker else []

    def renewed(self) -> int:
        """How often `detente server` started the worker anew because it had grown."""
        return (self.folder / "detente.log").read_text(encoding="utf-8").count("had grown beyond its limit")

    def counts(self) -> dict[str, int]:
        """Runs of the schedule that are over, by the name of their end. Raises httpx.HTTPError."""
        return {name: self._count({"name": {"any_": [name]}}) for name in OVER}

    def going_on(self) -> int:
        """Runs that Prefect believes to be going on."""
        return self._count({"type": {"any_": ["RUNNING", "PENDING", "CANCELLING"]}})

    def _count(self, state: dict) -> int:
        wanted = {"deployments": {"name": {"any_": ["refresh"]}}, "flow_runs": {"state": state}}
        return int(httpx.post(f"{self.api}/flow_runs/count", json=wanted, timeout=30).raise_for_status().json())

    def _start_server(self) -> subprocess.Popen:
        port = self.api.rsplit(":", 1)[1].removesuffix("/api")
        environment = {name: value for name, value in self._environment.items() if name != "PREFECT_API_URL"}
        command = [sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", port]
        with (self.folder / "server.log").open("ab") as log:
            server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + _START_WITHIN
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.api}/health", timeout=5).is_success:
                    return server
            except httpx.HTTPError:
                time.sleep(0.2)
        raise RuntimeError("Prefect's server did not start")

    def _start_detente(self) -> subprocess.Popen:
        path = self.folder / "detente.log"
        before = path.stat().st_size if path.exists() else 0
        with path.open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "flows.cli", "server"],
                env=self._environment,
                cwd=self.folder,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + _START_WITHIN
        while time.monotonic() < deadline and process.poll() is None:
            if b"deployments and a worker" in path.read_bytes()[before:]:
                return process
            time.sleep(0.2)
        raise RuntimeError(f"`detente server` did not start; see {path}")


def _end(process: subprocess.Popen, how: signal.Signals) -> None:
    process.send_signal(how)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _with_interval(every: int) -> str:
    """The project's own deployments, but the refresh each few seconds and of all sources."""
    text = (ROOT / "prefect.yaml").read_text(encoding="utf-8")
    for old, new in (
        ('- cron: "*/10 * * * *"\n        timezone: UTC\n', f"- interval: {every}\n"),
        ("due_only: true", "due_only: false"),
    ):
        if old not in text:
            raise RuntimeError(f"prefect.yaml has no {old!r} any more: mend the soak")
        text = text.replace(old, new)
    return text
