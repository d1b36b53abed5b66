"""A limit of time for a whole deployed run: one that hangs would hold the lock and keep all later ones waiting."""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL

from flows.interrupt import kill_workers

_CODE = 1
_LAST_ASKED = 10.0  # seconds for Prefect's server to be told


@contextmanager
def ended_after(seconds: float) -> Iterator[None]:
    """Ends this process, hard, where what is inside isn't done after so many seconds, and tells Prefect why.

    That is safe, as publishing is one rename, and it leaves what a killed run leaves: the system gives back the lock,
    and the next run takes over what this one had read and coded. Asked to end, a run that hangs would not.
    """
    is_done = threading.Event()
    run_id, api = flow_run.id, PREFECT_API_URL.value()
    threading.Thread(target=_watch, args=(is_done, seconds, run_id, api), name="run limit", daemon=True).start()
    try:
        yield
    finally:
        is_done.set()


def _watch(is_done: threading.Event, seconds: float, run_id: str | None, api: str | None) -> None:
    if is_done.wait(seconds):
        return
    message = (
        f"Not done within {seconds:,.0f} s, so it was ended; nothing was published, and the next run goes on where it "
        "stopped. DETENTE_RUN_LIMIT sets the limit"
    )
    try:
        print(f"detente: {message}", file=sys.stderr, flush=True)
        if run_id and api:
            _tell(f"{api}/flow_runs/{run_id}/set_state", message)
    finally:
        kill_workers()
        os._exit(_CODE)


def _tell(url: str, message: str) -> None:
    state = {"type": "FAILED", "name": "TimedOut", "message": message}
    with suppress(httpx.HTTPError):
        httpx.post(url, json={"state": state}, timeout=_LAST_ASKED).raise_for_status()
