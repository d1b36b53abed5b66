"""The Prefect API for a run: the user's own server, or a temporary one shared by all processes of the run."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil
from prefect.settings import PREFECT_API_URL, get_current_settings, temporary_settings

from flows.interrupt import end_with_us, listens, processes_below
from flows.server_log import ServerLog
from flows.settings import settings

START_TIMEOUT = 300.0  # seconds; a new database on a slow disk or a busy machine takes long
STOP_TIMEOUT = 10.0  # seconds
MAX_PORT = 65_535


def free_port() -> int:
    """A port of this machine that nobody uses just now."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def check_free(port: int) -> None:
    """Raises PortTakenError where a port of this machine is in use: who answers there is another's server.

    Or where there is no such port.
    """
    with socket.socket() as asked:
        asked.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does: one that ended just now
        try:
            asked.bind(("127.0.0.1", port))
        except OSError as error:
            raise PortTakenError(
                f"port {port} can't be had ({error.strerror}): perhaps a server runs there already; stop that, or give "
                "another port with --port"
            ) from error
        except OverflowError as error:
            raise PortTakenError(f"port {port} can't be had: give one from 1 to {MAX_PORT} with --port") from error


def is_free(port: int) -> bool:
    """Whether nobody uses a port of this machine."""
    try:
        check_free(port)
    except PortTakenError:
        return False
    return True


class ServerError(RuntimeError):
    """Prefect's server doesn't answer. The message is one line."""


class PortTakenError(ServerError):
    """A port is in use by another program, or is none. The message is one line with what to do."""


class TemporaryServer:
    """A Prefect API server of our own on a free port of this machine, without the UI; it ends with us, even killed.

    Started as Prefect starts its own temporary server, but without importing the server into this process, which takes
    as long as the server takes to start.
    """

    log_file: Path | None = None  # where to keep what it says

    def __init__(self, port: int | None = None) -> None:
        self._port = port or free_port()
        self._log: ServerLog | None = None
        self._stopping = threading.Lock()
        self.api_url = f"http://127.0.0.1:{self._port}/api"
        self._start()

    def _start(self) -> None:
        chosen = get_current_settings().to_environment_variables(exclude_unset=True)
        self._process = subprocess.Popen(  # noqa: S603
            # -P: a file of the user's folder, such as attr.py, must not stand in for a library's.
            [sys.executable, "-P", "-m", *self.command(self._port)],
            env={**os.environ, **chosen, **self.environment()},
            stdout=subprocess.DEVNULL if self.log_file is None else subprocess.PIPE,
            stderr=subprocess.DEVNULL if self.log_file is None else subprocess.STDOUT,
        )
        if self.log_file is not None and self._process.stdout is not None:
            self._log = ServerLog(self.log_file, self._process.stdout)
        self._guard = end_with_us(self._process.pid)

    def command(self, port: int) -> list[str]:
        """What starts the server, as a Python module with its arguments."""
        options = ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "--lifespan", "on"]
        libraries = str(Path(httpx.__file__).parents[1])  # else it looks in the user's folder
        return ["uvicorn", "--app-dir", libraries, "--factory", "prefect.server.api.server:create_app", *options]

    def environment(self) -> dict[str, str]:
        """Settings of the server: no UI, and none of the services that only a schedule needs."""
        return {"PREFECT_UI_ENABLED": "0", "PREFECT__SERVER_EPHEMERAL": "1", "PREFECT__SERVER_FINAL": "1"}

    def wait(self) -> None:
        """Returns when the server answers. Raises ServerError where it ends or is silent for too long."""
        deadline = time.monotonic() + START_TIMEOUT
        with httpx.Client() as client:
            while time.monotonic() < deadline:
                if self._process.poll() is not None:
                    raise ServerError(self.how_ended())
                with suppress(httpx.TransportError):
                    answer = client.get(f"{self.api_url}/health", timeout=5)
                    if answer.status_code == httpx.codes.OK and listens(self.processes(), self._port):
                        return
                time.sleep(0.1)
        raise ServerError(f"Prefect's server did not answer within {START_TIMEOUT:.0f} s")

    def restart(self) -> None:
        """Stops it and starts it again at the same address. Raises ServerError where it doesn't come again."""
        self.stop()
        self._start()
        self.wait()

    def processes(self) -> list[int]:
        """The server's processes."""
        return [self._process.pid, *(process.pid for process in processes_below(self._process.pid))]

    def has_ended(self) -> bool:
        """Whether the server has ended by itself."""
        return self._process.poll() is not None

    def how_ended(self) -> str:
        """That the server has ended, and why, in one line."""
        why = "`prefect server start` shows why" if self._log is None else self._log.last_word()
        return f"Prefect's server ended (exit code {self._process.poll()}): {why}"

    def stop(self, patience: float = STOP_TIMEOUT) -> None:
        """Stops the server and all that it started, hard after so many seconds, then what guards it.

        `prefect server start` runs the server as a process below it, which it may leave behind. Of two threads that
        stop it the second waits for the first.
        """
        with self._stopping:
            if self._guard.poll() is None:
                self._stop(patience)

    def _stop(self, patience: float) -> None:
        below = processes_below(self._process.pid)
        self._process.terminate()
        end_by = time.monotonic() + patience
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(patience)
        _, going_on = psutil.wait_procs(below, max(0, end_by - time.monotonic()))
        for process in going_on:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.kill()
        self._process.wait()
        psutil.wait_procs(going_on, STOP_TIMEOUT)
        self._guard.kill()
        self._guard.communicate()


class ServingServer(TemporaryServer):
    """The same for a schedule: Prefect's whole server, with the UI and the services that start runs.

    Raises PortTakenError where the port is in use.
    """

    def __init__(self, port: int | None = None) -> None:
        if port is not None:
            check_free(port)
        self.log_file = settings().work_dir / "prefect-server.log"
        super().__init__(port)

    def command(self, port: int) -> list[str]:
        """Prefect's own command, which starts the services too."""
        return ["prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port)]

    def environment(self) -> dict[str, str]:
        """Settings of the server: its UI asks the API at its own address."""
        return {"PREFECT_SERVER_UI_API_URL": self.api_url}


@contextmanager
def prefect_api(
    meanwhile: Callable[[], object] = object, kind: Callable[[], TemporaryServer] = TemporaryServer
) -> Iterator[str]:
    """Gives the URL of the API in use; calls `meanwhile` while a temporary server of this kind starts.

    Without a configured server, Prefect would start a temporary one in every worker process (ten seconds each); so one
    is started here and named to all of them.
    """
    configured = PREFECT_API_URL.value()
    if configured:
        meanwhile()
        yield configured
        return
    server = kind()
    try:
        meanwhile()
        server.wait()
        with temporary_settings({PREFECT_API_URL: server.api_url}), _environment("PREFECT_API_URL", server.api_url):
            try:
                yield server.api_url
            finally:
                _drain()
    finally:
        server.stop()


def mark_cancelled(api_url: str, flow_run_id: str) -> None:
    """Tells Prefect that a run was stopped by hand, or its UI would show it as running for ever. Never fails."""
    state = {"state": {"type": "CANCELLED", "name": "Cancelled", "message": "Interrupted"}, "force": True}
    with suppress(httpx.HTTPError):
        httpx.post(f"{api_url}/flow_runs/{flow_run_id}/set_state", json=state, timeout=3).raise_for_status()


def cancel_runs(api_url: str, deployment: str) -> None:
    """Marks the runs of a deployment that are going on as cancelled. Never fails."""
    wanted = {
        "deployments": {"name": {"any_": [deployment]}},
        "flow_runs": {"state": {"type": {"any_": ["PENDING", "RUNNING"]}}},
    }
    with suppress(httpx.HTTPError, httpx.InvalidURL):
        for run in httpx.post(f"{api_url}/flow_runs/filter", json=wanted, timeout=3).raise_for_status().json():
            mark_cancelled(api_url, run["id"])


def _drain() -> None:
    """Sends what is still waiting for the API, before its server goes."""
    from prefect.events.worker import EventsWorker  # noqa: PLC0415 - the flow has loaded them by now
    from prefect.logging.handlers import APILogWorker  # noqa: PLC0415

    APILogWorker.drain_all(timeout=10)
    EventsWorker.drain_all(timeout=10)


@contextmanager
def _environment(name: str, value: str) -> Iterator[None]:
    """Sets a variable that processes started inside inherit."""
    before = os.environ.get(name)
    os.environ[name] = value
    try:
        yield
    finally:
        if before is None:
            del os.environ[name]
        else:
            os.environ[name] = before
