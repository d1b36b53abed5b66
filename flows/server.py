"""The Prefect API for a run: the user's own server, or a temporary one shared by all processes of the run."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from prefect.events.worker import EventsWorker
from prefect.logging.handlers import APILogWorker
from prefect.server.api.server import SubprocessASGIServer
from prefect.settings import PREFECT_API_URL, temporary_settings


@contextmanager
def prefect_api() -> Iterator[str]:
    """Gives the URL of the API in use.

    Without a configured server, Prefect would start a temporary one in every worker process (ten seconds each); so one
    is started here and named to all of them.
    """
    configured = PREFECT_API_URL.value()
    if configured:
        yield configured
        return
    server = SubprocessASGIServer()
    server.start()
    try:
        with temporary_settings({PREFECT_API_URL: server.api_url}), _environment("PREFECT_API_URL", server.api_url):
            yield server.api_url
    finally:
        _drain()
        server.stop()


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
