"""Deployments that `detente serve` makes, put to rest when it ends: nobody would run what Prefect goes on planning."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

TAG = "detente"
_SILENT = timedelta(minutes=10)  # who serves a deployment asks for its runs every few seconds


def rest(api: str, names: list[str], timeout: float = 3.0) -> None:
    """Pauses served deployments and drops the runs that were planned. Never fails; serving them again wakes them."""
    wanted = {"name": {"any_": names}, "tags": {"all_": [TAG]}}
    with suppress(httpx.HTTPError, httpx.InvalidURL), httpx.Client(base_url=api, timeout=timeout) as client:
        _pause(client, wanted)


def rest_forgotten(api: str) -> int:
    """The same for all that nobody serves any longer, such as after kill -9; gives how many. Raises httpx.HTTPError."""
    with httpx.Client(base_url=api, timeout=30.0) as client:
        return _pause(client, {"tags": {"all_": [TAG]}}, datetime.now(UTC) - _SILENT)


def _pause(client: httpx.Client, wanted: dict[str, Any], since: datetime | None = None) -> int:
    found = client.post("/deployments/filter", json={"deployments": wanted}).raise_for_status().json()
    resting = [one for one in found if not one["work_pool_name"] and not one["paused"]]
    if since is not None:
        resting = [one for one in resting if _last_seen(one) < since]
    for one in resting:
        client.post(f"/deployments/{one['id']}/pause_deployment").raise_for_status()
    return len(resting)


def _last_seen(deployment: dict[str, Any]) -> datetime:
    """When it was made or changed last, or its runs were asked for."""
    times = [deployment.get(name) for name in ("last_polled", "updated", "created")]
    return max(datetime.fromisoformat(time.replace("Z", "+00:00")) for time in times if time)
