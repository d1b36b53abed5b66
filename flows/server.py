"""The Prefect API for a run: the user's own server, or a temporary one shared by all processes of the run."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress

import httpx
from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.interrupt import ended_with_us


@contextmanager
def prefect_api(meanwhile: Callable[[], object] = object) -> Iterator[str]:
    """Gives the URL of the API in use; calls `meanwhile` while a temporary server starts.

    Without a configured server, Prefect would start a temporary one in every worker process (ten seconds each); so one
    is started here and named to all of them.
    """
    configured = PREFECT_API_URL.value()
    if configured:
        meanwhile()
        yield configured
        return
    server = SubprocessASGIServer()
    with ThreadPoolExecutor(1, "prefect-server") as pool:
        starting = pool.submit(server.start)
        meanwhile()
        starting.result()
    if server.server_process is None:
        raise RuntimeError("Prefect's temporary server did not start")
    try:
        with (
            ended_with_us(server.server_process.pid),
            temporary_settings({PREFECT_API_URL: server.api_url}),
            _environment("PREFECT_API_URL", server.api_url),
        ):
            yield server.api_url
    finally:
        _drain()
        server.stop()


def mark_cancelled(api_url: str, flow_run_id: str) -> None:
    """Tells Prefect that a run was stopped by hand, or its UI would show it as running for ever. Never fails."""
    state = {"state": {"type": "CANCELLED", "name": "Cancelled", "message": "Interrupted"}, "force": True}
    with suppress(httpx.HTTPError):
        httpx.post(f"{api_url}/flow_runs/{flow_run_id}/set_state", json=state, timeout=3).raise_for_status()


def _drain() -> None:
    """Sends what is still waiting for the API, before its server goes."""
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
