"""A run whose process is gone keeps no later run waiting, on the real Prefect server."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from prefect.client.base import PrefectHttpxSyncClient

from flows import lost_runs, platform
from flows.lost_runs import LostRuns

QUEUE = "loader"


@pytest.fixture
def client(api: str) -> Iterator[httpx.Client]:
    # A busy machine is no failure: Prefect's own client asks again where its server says 503.
    with PrefectHttpxSyncClient(base_url=api, timeout=300) as client:
        yield client


@pytest.fixture
def pool(client: httpx.Client) -> str:
    """A work pool of the test's own, with the queue."""
    name = f"pool-{uuid4().hex[:8]}"
    client.post("/work_pools/", json={"name": name, "type": "process"}).raise_for_status()
    client.post(f"/work_pools/{name}/queues", json={"name": QUEUE}).raise_for_status()
    return name


@pytest.fixture
def deployment(client: httpx.Client, pool: str) -> dict[str, Any]:
    flow = client.post("/flows/", json={"name": "lost"}).raise_for_status().json()
    place = {"work_pool_name": pool, "work_queue_name": QUEUE, "concurrency_limit": 1}
    return client.post("/deployments/", json={"name": pool, "flow_id": flow["id"], **place}).raise_for_status().json()


@pytest.fixture
def begin(client: httpx.Client, deployment: dict[str, Any]) -> Callable[..., str]:
    """Begins a run and leaves it there; `pid`: the process that it is said to have."""

    def make(pid: str | None = None, state: str = "PENDING") -> str:
        path = f"/deployments/{deployment['id']}/create_flow_run"
        run = client.post(path, json={"state": {"type": "SCHEDULED"}}).raise_for_status().json()
        for name in dict.fromkeys(["PENDING", state]):
            client.post(f"/flow_runs/{run['id']}/set_state", json={"state": {"type": name}}).raise_for_status()
        client.patch(f"/flow_runs/{run['id']}", json={"infrastructure_pid": pid}).raise_for_status()
        return str(run["id"])

    return make


@pytest.fixture
def lost(api: str, pool: str, monkeypatch: pytest.MonkeyPatch) -> LostRuns:
    monkeypatch.setattr(lost_runs.httpx, "Client", PrefectHttpxSyncClient)  # asks again, too
    return LostRuns(api, pool, QUEUE, platform.worker_name())


def state(client: httpx.Client, run_id: str) -> str:
    return client.get(f"/flow_runs/{run_id}").raise_for_status().json()["state_type"]


def slots(client: httpx.Client, deployment: dict[str, Any]) -> int:
    found = client.get(f"/deployments/{deployment['id']}").raise_for_status().json()
    return found["global_concurrency_limit"]["active_slots"]


def test_a_run_without_a_process_is_ended_at_the_second_look(client, deployment, begin, lost):
    assert lost.going_on() == 0
    run = begin()
    assert (lost.going_on(), slots(client, deployment)) == (1, 1)
    assert (lost.end(), state(client, run)) == (0, "PENDING")  # it may be just starting
    assert (lost.end(), state(client, run)) == (1, "CRASHED")
    assert slots(client, deployment) == 0
    assert state(client, begin()) == "PENDING"  # the next one is let in


def test_a_run_that_a_live_worker_has_still_to_start_is_given_time(client, pool, deployment, begin, lost, monkeypatch):
    heartbeat = {"name": platform.worker_name()}
    client.post(f"/work_pools/{pool}/workers/heartbeat", json=heartbeat).raise_for_status()
    run = begin()
    for _ in range(3):
        assert (lost.end(), state(client, run), slots(client, deployment)) == (0, "PENDING", 1)
    monkeypatch.setattr(lost_runs, "_START_PATIENCE", 0.0)  # ten minutes later
    assert (lost.end(), state(client, run)) == (0, "PENDING")
    assert (lost.end(), state(client, run)) == (1, "CRASHED")
    gone = begin("999999999")  # it was started, and its process is gone
    monkeypatch.setattr(lost_runs, "_START_PATIENCE", 600.0)
    assert (lost.end(), lost.end(), state(client, gone)) == (0, 1, "CRASHED")


def test_before_a_worker_runs_it_is_ended_at_once_but_none_that_lives(client, begin, lost, monkeypatch):
    run = begin(str(os.getpid()), "RUNNING")  # this process is none of Prefect's, so the number was given anew
    assert (lost.end(at_once=True), state(client, run)) == (1, "CRASHED")
    monkeypatch.setattr("flows.lost_runs._is_run", lambda run: run["infrastructure_pid"] == "17")
    alive = begin("17", "RUNNING")
    assert (lost.end(at_once=True), state(client, alive)) == (0, "RUNNING")


def test_a_limit_that_counts_a_run_that_is_over_is_freed(client, deployment, lost):
    limit = client.get(f"/deployments/{deployment['id']}").json()["global_concurrency_limit"]["id"]
    client.patch(f"/v2/concurrency_limits/{limit}", json={"active_slots": 1}).raise_for_status()
    lost.end()
    assert slots(client, deployment) == 1
    lost.end()
    assert slots(client, deployment) == 0


def test_a_pool_with_workers_elsewhere_is_left_alone(client, pool, begin, lost):
    run = begin()
    client.post(f"/work_pools/{pool}/workers/heartbeat", json={"name": "elsewhere"}).raise_for_status()
    assert (lost.end(at_once=True), state(client, run)) == (0, "PENDING")


def test_two_machines_at_one_server_leave_each_others_runs_alone(api, client, pool, begin, lost, monkeypatch):
    run = begin("17", "RUNNING")  # a process of the other machine
    with monkeypatch.context() as patch:
        patch.setattr(platform.machine, "node", lambda: "the-other")
        heartbeat = {"name": platform.worker_name()}
        client.post(f"/work_pools/{pool}/workers/heartbeat", json=heartbeat).raise_for_status()
    assert (lost.end(at_once=True), state(client, run)) == (0, "RUNNING")
