"""`detente server`: Prefect's server with its UI, the deployments of prefect.yaml, and a worker, on this machine."""

import hashlib
import platform as machine
import subprocess
import sys
import threading
import time
import uuid
from contextlib import suppress
from pathlib import Path

import httpx
from prefect.settings import PREFECT_API_URL

from flows.deploying import (
    POOL,
    PROJECT,
    QUEUE,
    OtherFolderError,
    asked_again,
    check_folder,
    deploy,
    environment,
    make_pool,
    prefect,
)
from flows.execute import say
from flows.interrupt import end_with_us, held, kill_tree, stopping_on_signals
from flows.lost_runs import LostRuns
from flows.outcome import FAILED, USAGE
from flows.served import rest_forgotten
from flows.server import STOP_TIMEOUT, PortTakenError, ServerError, ServingServer, TemporaryServer
from flows.settings import settings

_LOOK_EVERY, _LOST_EVERY, _HOUR = 1.0, 60.0, 3600.0  # seconds
_ENDS_AN_HOUR = 3  # a worker that ends more often by itself is not started again
_LAST_ASKED = 2.0  # seconds for each answer that is wanted on the way out


def worker_name() -> str:
    """The name of this machine's worker in this folder: another's must be told from it where both ask one server."""
    install = hashlib.sha256(f"{uuid.getnode()}{Path.cwd()}".encode()).hexdigest()[:8]
    return f"{machine.node() or 'machine'}-{install}"


class _Platform:
    """The processes that were started, to be stopped the last first."""

    def __init__(self) -> None:
        self.is_stopping = False
        self.server: TemporaryServer | None = None
        self.worker: subprocess.Popen[bytes] | None = None
        self.lost: LostRuns
        self.has_grown = False  # beyond a limit, while a run was going on
        self._guard: subprocess.Popen[bytes] | None = None
        self._ends: list[float] = []

    def start_worker(self, api: str) -> None:
        """A worker that runs one loader at a time, as a child that ends with us.

        In a session of its own: Ctrl-C in a terminal reaches us alone. A run outlives us where we are killed, and ends
        by itself.
        """
        if self.is_stopping:
            return
        name = worker_name()
        self.lost = LostRuns(api, POOL, QUEUE, name)
        self.lost.end(at_once=True)
        command = ["worker", "start", "--pool", POOL, "--type", "process", "--name", name]
        self.worker = subprocess.Popen(prefect(*command), env=environment(api), start_new_session=True)  # noqa: S603
        self._guard = end_with_us(self.worker.pid, is_hard=True)

    def worker_ended(self, api: str) -> bool:
        """Starts the worker anew, which has ended by itself; False where it does so again and again.

        Raises httpx.HTTPError where Prefect's server doesn't answer.
        """
        now = time.monotonic()
        self._ends = [end for end in self._ends if now - end < _HOUR]
        if len(self._ends) >= _ENDS_AN_HOUR:
            return False
        self._renew_worker(api)
        self._ends.append(now)
        return True

    def renew_grown(self, api: str) -> list[str]:
        """Starts anew what has grown beyond its limit, while no run is going on; says what.

        Prefect's server and worker grow a little with each run. A run that begins just now is ended, and the next one
        goes on where it stopped. Raises httpx.HTTPError, and RuntimeError where the server doesn't come again.
        """
        limits = settings()
        is_worker = self.worker is not None and held([self.worker.pid]) > limits.worker_memory
        is_server = self.server is not None and held(self.server.processes()) > limits.server_memory
        self.has_grown = is_worker or is_server
        if not self.has_grown or self.lost.going_on():
            return []
        self.has_grown = False
        if is_server and self.server is not None:
            self.server.restart()
        if is_worker:
            self._renew_worker(api)
        return ["Prefect's server"] * is_server + ["the worker"] * is_worker

    def _renew_worker(self, api: str) -> None:
        if self.worker is not None and self.worker.poll() is None:  # else its number may be another's by now
            kill_tree(self.worker.pid)
            self.worker.wait()
        if self._guard is not None:
            self._guard.kill()
            self._guard.communicate()
        self.start_worker(api)

    def stop(self, _: int = 0) -> int:
        """Stops all; gives the exit code, for being stopped is no failure.

        The worker and what it runs end hard, which is safe, as publishing is one rename. Asked to end, the worker would
        wait for a SIGINT that it has inherited as blocked.
        """
        self.is_stopping = True
        is_hung = False
        if self.worker is not None:
            kill_tree(self.worker.pid)
            self.worker.wait()
            is_hung = not self._end_lost_at_last()
        if self._guard is not None:
            self._guard.kill()
        if self.server is not None:
            self.server.stop(patience=_LAST_ASKED if is_hung else STOP_TIMEOUT)
        return 0

    def _end_lost_at_last(self) -> bool:
        """Ends the runs that end with us; whether the server answered."""
        try:
            self.lost.end(at_once=True, timeout=_LAST_ASKED)
        except httpx.HTTPError:
            return False
        return True


def execute_server(port: int, take_over: bool = False) -> int:
    """Starts all and waits until it is stopped or the worker ends; gives the exit code.

    Deployments of another folder are left alone unless told to `take_over`.
    """
    if not Path(PROJECT).exists():
        return say(f"no {PROJECT} here ({Path.cwd()}): go to the project's folder, or copy it there", USAGE)
    platform = _Platform()
    with stopping_on_signals(platform.stop):
        try:
            api = _api(platform, port)
            if not take_over:
                asked_again(lambda: check_folder(api, worker_name()))
            asked_again(lambda: make_pool(api))
            asked_again(lambda: deploy(api))
            asked_again(lambda: rest_forgotten(api))
            asked_again(lambda: platform.start_worker(api))
        except (PortTakenError, OtherFolderError) as error:
            platform.stop()
            return say(str(error), USAGE)
        except (RuntimeError, httpx.HTTPError) as error:
            platform.stop()
            return say(f"the server could not be started: {error}", FAILED)
        print(f"detente: UI, deployments and a worker: {api.removesuffix('/api')}. Ctrl-C stops all.", file=sys.stderr)
        return _wait(platform, api)


def _wait(platform: _Platform, api: str) -> int:
    """Waits for the end of the server, or of the worker again and again, which is a failure unless we are being
    stopped: then the signal's thread ends us. Looks for lost runs, and for processes that have grown, meanwhile; where
    these wait for a run to end it looks at every turn, for the next run may begin soon.
    """
    looked = time.monotonic()
    while not (ended := _what_ended(platform)) or _starts_worker_again(platform, api, ended):
        if platform.has_grown or time.monotonic() - looked >= _LOST_EVERY:
            _look_after(platform, api)
            looked = time.monotonic()
    if platform.is_stopping:
        threading.Event().wait()
    platform.stop()
    return say(ended, FAILED)


def _what_ended(platform: _Platform) -> str:
    """What has ended within the next second, in words; nothing where all goes on."""
    if platform.server is not None and platform.server.has_ended():
        return platform.server.how_ended()
    if platform.worker is None:
        return "no worker"
    try:
        return f"the worker ended (exit code {platform.worker.wait(_LOOK_EVERY)})"
    except subprocess.TimeoutExpired:
        return ""


def _starts_worker_again(platform: _Platform, api: str, ended: str) -> bool:
    """Whether the worker alone has ended and is started anew, at once or when Prefect's server answers again."""
    is_server_gone = platform.server is not None and platform.server.has_ended()
    if platform.is_stopping or is_server_gone or platform.worker is None:
        return False
    try:
        if not platform.worker_ended(api):
            return False
        _tell(f"{ended}; it was started again")
    except httpx.HTTPError:
        time.sleep(_LOOK_EVERY)
    return True


def _look_after(platform: _Platform, api: str) -> None:
    """What is done once a minute; a server that doesn't answer now is asked again, and one that ended is told of."""
    with suppress(httpx.HTTPError, ServerError):
        if count := platform.lost.end():
            _tell(f"{count} lost run(s) marked as crashed")
        for renewed in platform.renew_grown(api):
            _tell(f"{renewed} had grown beyond its limit and was started again")


def _tell(message: str) -> None:
    print(f"detente: {message}", file=sys.stderr, flush=True)


def _api(platform: _Platform, port: int) -> str:
    """The user's own server, or one of ours at the port."""
    configured = PREFECT_API_URL.value()
    if configured:
        return configured
    platform.server = ServingServer(port)
    platform.server.wait()
    return platform.server.api_url
