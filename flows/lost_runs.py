"""Ends runs that Prefect takes for going on though their process is gone: they would keep later ones waiting for ever.

Prefect learns of a run's end from the run or its worker. Where both are gone (a power cut, kill -9), or its server
didn't answer just then, the run stays "Running" or "Pending" and holds its place in the queue and the deployment's
concurrency limit, which a server that was restarted counts on without end.
"""

import time
from collections.abc import Iterator
from typing import Any

import httpx
import psutil

GOING_ON = ("PENDING", "RUNNING", "CANCELLING")
_START_PATIENCE = 600.0  # seconds
_RUN_ID = "PREFECT__FLOW_RUN_ID"
_ENGINES = ("prefect.engine", "prefect.runner._workspace", "_workspace_runtime")  # what a run's process executes
_LOST = {"type": "CRASHED", "name": "Crashed", "message": "Its process is gone; the next run goes on where it stopped"}


class LostRuns:
    """Looks for them in a work queue whose worker is on this machine. It leaves a pool with workers elsewhere alone.

    A look may meet a run that is just starting; so what it finds is ended only where the next look finds it, too. A run
    that is Pending without a process, while our worker is there to start it, is given ten minutes.
    """

    def __init__(self, api: str, pool: str, queue: str, worker: str) -> None:
        self._api, self._pool, self._queue, self._worker = api, pool, queue, worker
        self._suspected: set[str] = set()
        self._starting: dict[str, float] = {}  # when a run was first seen without a process

    def end(self, at_once: bool = False, timeout: float = 30.0) -> int:
        """Ends the lost runs and frees what they held; gives how many. Call it `at_once` where no worker runs yet.

        Raises httpx.HTTPError where the server does not answer within `timeout` seconds.
        """
        with httpx.Client(base_url=self._api, timeout=timeout) as client:
            online = self._online(client)
            if online - {self._worker}:
                return 0
            running = self._going_on(client)
            starting = set() if at_once or not online else self._still_starting(running)
            lost = {run["id"] for run in running if run["id"] not in starting and not _is_run(run)}
            idle = set(self._stuck_limits(client, {run["deployment_id"] for run in running if run["id"] not in lost}))
            sure = lost | idle if at_once else (lost | idle) & self._suspected
            for run_id in lost & sure:
                client.post(f"/flow_runs/{run_id}/set_state", json={"state": _LOST}).raise_for_status()
            for limit in idle & sure:
                client.patch(f"/v2/concurrency_limits/{limit}", json={"active_slots": 0}).raise_for_status()
            self._suspected = lost | idle
            return len(lost & sure)

    def going_on(self, timeout: float = 30.0) -> int:
        """How many runs of the queue are going on. Raises httpx.HTTPError."""
        with httpx.Client(base_url=self._api, timeout=timeout) as client:
            return len(self._going_on(client))

    def _online(self, client: httpx.Client) -> set[str]:
        """The names of the pool's workers that are at work."""
        found = _ask(client, f"/work_pools/{self._pool}/workers/filter")
        return {one["name"] for one in found if one["status"] == "ONLINE"}

    def _still_starting(self, running: list[dict[str, Any]]) -> set[str]:
        """Runs that a worker on a busy machine may have taken and not started yet."""
        now = time.monotonic()
        waiting = [run["id"] for run in running if run["state_type"] == "PENDING" and not run["infrastructure_pid"]]
        self._starting = {run_id: self._starting.get(run_id, now) for run_id in waiting}
        return {run_id for run_id, since in self._starting.items() if now - since < _START_PATIENCE}

    def _going_on(self, client: httpx.Client) -> list[dict[str, Any]]:
        return _ask(
            client,
            "/flow_runs/filter",
            flow_runs={"state": {"type": {"any_": GOING_ON}}},
            work_pools={"name": {"any_": [self._pool]}},
            work_pool_queues={"name": {"any_": [self._queue]}},
        )

    def _stuck_limits(self, client: httpx.Client, busy: set[str]) -> Iterator[str]:
        """Limits of our deployments that count a run though none is going on."""
        for one in _ask(client, "/deployments/filter", work_pools={"name": {"any_": [self._pool]}}):
            limit = one["global_concurrency_limit"]
            if limit and limit["active_slots"] and one["id"] not in busy:
                yield limit["id"]


def _ask(client: httpx.Client, path: str, **body: Any) -> list[dict[str, Any]]:
    return client.post(path, json=body).raise_for_status().json()


def _is_run(run: dict[str, Any]) -> bool:
    """Whether a run's process is there. After a restart its number may be another's, be it one of Prefect's own.

    Prefect names the run in its process's environment. Where that can't be read, its command line tells.
    """
    pid = run["infrastructure_pid"]
    if not pid or not pid.isdigit():
        return False
    try:
        process = psutil.Process(int(pid))
        if process.status() == psutil.STATUS_ZOMBIE:
            return False
        named = process.environ().get(_RUN_ID)
        return named == run["id"] if named else any(word in " ".join(process.cmdline()) for word in _ENGINES)
    except psutil.AccessDenied:  # it is there, but another user's: no live run may be taken for lost
        return True
    except (psutil.NoSuchProcess, OverflowError):
        return False
