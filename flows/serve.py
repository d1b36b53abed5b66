"""Serves the flow on a schedule for the console script, until SIGTERM or Ctrl-C."""

import asyncio
import logging
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from prefect.client.schemas.schedules import CronSchedule
from pydantic import ValidationError

from flows.execute import load_flow, parameters_of, quieten, say
from flows.interrupt import stopping_on_signals
from flows.outcome import FAILED, USAGE
from flows.request import Plan, Request, plan_of
from flows.served import TAG, rest
from flows.server import PortTakenError, ServerError, ServingServer, cancel_runs, is_free, prefect_api
from tasks.ingest.records import IngestError

DEPLOYMENT = "news"
PORT = 4201  # beside that of `detente server`


@dataclass(frozen=True)
class _Served:
    """One schedule: a deployment of the flow with its own name and sources."""

    name: str
    cron: str
    parameters: dict[str, Any]
    about: str


class _Serving:
    """What must be put in order when serving is stopped: a run that is going on ends with us."""

    def __init__(self, names: list[str]) -> None:
        self.api = ""
        self._names = names
        self._server: ServingServer | None = None

    def start(self, port: int | None) -> ServingServer:
        """Starts a server of our own at a port, or at any. Raises PortTakenError."""
        self._server = ServingServer(port)
        return self._server

    def stop(self, _: int) -> int:
        """Tells Prefect of a run that is cut off, and to plan no more; gives the exit code: no failure.

        A server of our own has ended by then: who serves again at once finds its port free.
        """
        for name in self._names if self.api else ():
            cancel_runs(self.api, name)
        if self.api:
            rest(self.api, self._names)
        if self._server is not None:
            self._server.stop()
        return 0


def execute_serve(request: Request, cron: str | None, port: int | None = None) -> int:
    """Serves the flow until it is stopped; gives the exit code. A run that is still going makes the next one wait.

    Without `cron` each source of the file is read when the file says so. Without `port` the UI stands at the usual one,
    or at any where that is in use.
    """
    try:
        if cron is not None:
            CronSchedule(cron=cron)
        if "-" in request.sources:
            raise IngestError("-: standard input can be read once only; name files, folders or URLs")
        served = list(_schedules(request, plan_of(request), cron))
    except ValidationError:
        return say(f"{cron!r} is no cron expression: give five fields, such as '0 * * * *' for every hour", USAGE)
    except IngestError as error:
        return say(str(error), USAGE)
    quieten()
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'")  # Prefect's own, on SIGTERM
    logging.getLogger("asyncio").addFilter(_is_no_cancellation)
    serving = _Serving([one.name for one in served])
    start = partial(serving.start, PORT if port is None and is_free(PORT) else port)
    try:
        with stopping_on_signals(serving.stop) as settle, prefect_api(load_flow, start) as serving.api:
            try:
                _serve(request, served, serving.api)
            finally:
                settle()
    except PortTakenError as error:
        return say(str(error), USAGE)
    except ServerError as error:
        return say(f"the server could not be started: {error}", FAILED)
    return 0


def _is_no_cancellation(record: logging.LogRecord) -> bool:
    """Keeps off the console what SIGTERM cancels in Prefect's runner: its link to a run that is going on."""
    return not (record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError))


def _schedules(request: Request, plan: Plan, cron: str | None) -> Iterator[_Served]:
    """One deployment for all, or one for all sources of the file that share a schedule."""
    given = {**parameters_of(request), "overlap": "wait"}
    if cron is not None:
        yield _Served(DEPLOYMENT, cron, given, ", ".join(plan.names))
        return
    if request.sources:
        raise IngestError(f"{request.sources[0]}: say when to read it with --cron, or put it into the file of sources")
    by_cron: dict[str, list[str]] = {}
    for entry in plan.entries:
        by_cron.setdefault(entry.schedule, []).append(entry.name)
    for number, (when, names) in enumerate(by_cron.items(), 1):
        name = DEPLOYMENT if len(by_cron) == 1 else f"{DEPLOYMENT}-{number}"
        yield _Served(name, when, {**given, "only": names, "pass_over_gone": True}, ", ".join(names))


def _serve(request: Request, served: list[_Served], api: str) -> None:
    from prefect import serve  # noqa: PLC0415 - loaded beside the server's start

    from flows.news import news  # noqa: PLC0415

    page = api.removesuffix("/api")
    for one in served:
        print(f"detente: serving {one.about} into {request.warehouse} at '{one.cron}' (UTC)", file=sys.stderr)
    print(f"detente: runs: {page}. Ctrl-C stops it.", file=sys.stderr, flush=True)
    made: Any = [
        news.to_deployment(
            name=one.name,
            cron=one.cron,
            parameters=one.parameters,
            tags=[TAG],
            description=f"Reads {one.about}.",
            paused=False,  # the end of an earlier serve has put it to rest
        )
        for one in served
    ]
    serve(*made, limit=1, print_starting_message=False)
