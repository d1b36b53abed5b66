"""The work pool, its queue and the deployments of prefect.yaml, put into Prefect's server."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_delay, wait_fixed

POOL, QUEUE = "detente", "loader"
PROJECT = "prefect.yaml"
_PATIENCE, _PAUSE = 60.0, 1.0  # seconds
_BUSY = ("503", "Service Unavailable", "Timeout", "ConnectError", "database is locked")
_FOLDER_STEP = "prefect.deployments.steps.set_working_directory"


class OtherFolderError(RuntimeError):
    """The server has the deployments of another folder. The message is one line with what to do."""


class BusyError(RuntimeError):
    """Prefect's server couldn't do it just then."""


def check_folder(api: str, worker: str) -> None:
    """Raises OtherFolderError where the server's deployments are those of another folder that is in use.

    To deploy ours would take them over: the schedules would read our sources into our warehouse. A folder that is gone
    was moved, unless a worker other than ours (`worker`, its name) is at work. Raises httpx.HTTPError.
    """
    with httpx.Client(base_url=api, timeout=30) as client:
        made = client.post("/deployments/filter", json={"work_pools": {"name": {"any_": [POOL]}}})
        folders = {folder for one in made.raise_for_status().json() for folder in _folders(one)}
        others = sorted(folder for folder in folders if Path(folder).resolve() != Path.cwd())
        if others and ((Path(others[0]) / PROJECT).exists() or _has_other_worker(client, worker)):
            raise OtherFolderError(
                f"Prefect's database has the deployments of {others[0]}: start `detente server` there, give this "
                "folder a database of its own (PREFECT_HOME=$PWD/.prefect), or move them here with --take-over"
            )


def _has_other_worker(client: httpx.Client, own: str) -> bool:
    found = client.post(f"/work_pools/{POOL}/workers/filter", json={})
    if found.status_code == httpx.codes.NOT_FOUND:
        return False
    return any(one["status"] == "ONLINE" and one["name"] != own for one in found.raise_for_status().json())


def _folders(deployment: dict[str, Any]) -> Iterator[str]:
    """The folders that a deployment's runs begin in."""
    for step in deployment.get("pull_steps") or ():
        if folder := (step.get(_FOLDER_STEP) or {}).get("directory"):
            yield folder


def deploy(api: str) -> None:
    """Deploys what prefect.yaml names. Raises RuntimeError with Prefect's last word where it refuses."""
    _carry_out(api, f"the deployments of {PROJECT} were refused", "--no-prompt", "deploy", "--all")


def make_pool(api: str) -> None:
    """The work pool, and its queue that lets one run go at a time. Both may be there. Raises httpx.HTTPError."""
    with httpx.Client(base_url=api, timeout=30) as client:
        found = client.get(f"/work_pools/{POOL}")
        if found.status_code == httpx.codes.NOT_FOUND:
            _carry_out(api, "the work pool was refused", "work-pool", "create", POOL, "--type", "process")
        else:
            found.raise_for_status()
        limit = {"concurrency_limit": 1}
        made = client.post(f"/work_pools/{POOL}/queues", json={"name": QUEUE, **limit})
        if made.status_code == httpx.codes.CONFLICT:
            made = client.patch(f"/work_pools/{POOL}/queues/{QUEUE}", json=limit)
        made.raise_for_status()


def prefect(*command: str) -> list[str]:
    """What starts a command of Prefect's."""
    return [sys.executable, "-P", "-m", "prefect", *command]


def environment(api: str) -> dict[str, str]:
    """What such a command must know: the API, and the folder that the deployments begin in."""
    return {**os.environ, "PREFECT_API_URL": api, "PWD": str(Path.cwd())}


def asked_again(call: Callable[[], object]) -> None:
    """Calls again, for a minute, while a busy server doesn't answer, or says that it can't just now.

    Raises the last httpx.HTTPError or RuntimeError.
    """
    again = Retrying(
        stop=stop_after_delay(_PATIENCE),
        wait=wait_fixed(_PAUSE),
        retry=retry_if_exception(_may_pass),
        before_sleep=_tell_once,
        reraise=True,
    )
    again(call)


def _tell_once(state: RetryCallState) -> None:
    """A minute is long for who doesn't know what is waited for."""
    if state.attempt_number == 1 and state.outcome is not None:
        told = str(state.outcome.exception()).splitlines() or ["no answer"]
        print(f"detente: Prefect's server: {told[0]}; asked again for a minute", file=sys.stderr, flush=True)


def _may_pass(error: BaseException) -> bool:
    if isinstance(error, httpx.HTTPStatusError):
        return error.response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR
    return isinstance(error, httpx.TransportError | BusyError)


def _carry_out(api: str, problem: str, *command: str) -> None:
    """A command of Prefect's. Raises RuntimeError with its last word; BusyError where the server couldn't just then."""
    done = subprocess.run(  # noqa: S603
        prefect(*command), check=False, env=environment(api), capture_output=True, text=True
    )
    if done.returncode:
        kind = BusyError if any(word in done.stdout + done.stderr for word in _BUSY) else RuntimeError
        raise kind(f"{problem}: {_last_line(done)}")


def _last_line(ended: subprocess.CompletedProcess[str]) -> str:
    lines = [line.strip() for line in (ended.stdout + ended.stderr).splitlines() if line.strip()]
    return lines[-1][:300] if lines else f"exit code {ended.returncode}"
