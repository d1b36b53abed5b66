"""What `detente server` refuses before it deploys, and what it asks again; with a stand-in for Prefect's API."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import pytest

from flows import deploying, platform
from flows.deploying import OtherFolderError, asked_again, check_folder, make_pool
from flows.served import rest_forgotten

Answer = Callable[[str], tuple[int, Any]]


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Callable[[Answer], list[str]]:
    """Lets each request get the answer that a function of its path gives; gives the paths that are asked for."""
    client = httpx.Client

    def make(answer: Answer) -> list[str]:
        asked: list[str] = []

        def handle(request: httpx.Request) -> httpx.Response:
            asked.append(f"{request.method} {request.url.path}")
            status, body = answer(request.url.path)
            return httpx.Response(status, json=body)

        monkeypatch.setattr(httpx, "Client", lambda **given: client(**given, transport=httpx.MockTransport(handle)))
        return asked

    return make


def deployed(*folders: Path, worker: str = "", status: str = "ONLINE") -> Answer:
    """A server with a deployment of each folder, and perhaps with a worker."""
    step = "prefect.deployments.steps.set_working_directory"
    steps = [{"pull_steps": [{step: {"directory": str(folder)}}]} for folder in folders]
    workers = [{"name": worker, "status": status}] if worker else []
    return lambda path: (200, steps if path.endswith("deployments/filter") else workers)


@pytest.fixture
def other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another folder, with a project of its own."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "prefect.yaml").touch()
    return tmp_path / "other"


API = "http://127.0.0.1:1/api"


def test_deployments_of_another_folder_are_not_taken_over(other, answering):
    answering(deployed(other))
    with pytest.raises(OtherFolderError, match="--take-over") as caught:
        check_folder(API, "me")
    assert str(other) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_own_ones_and_those_of_a_folder_that_was_moved_are_deployed_anew(other, answering):
    answering(deployed(Path.cwd()))
    check_folder(API, "me")
    answering(deployed(other / "gone", worker="me"))
    check_folder(API, "me")
    answering(deployed(other / "gone", worker="another", status="OFFLINE"))
    check_folder(API, "me")
    answering(lambda path: (200, []) if path.endswith("deployments/filter") else (404, {}))
    check_folder(API, "me")


def test_a_folder_of_another_machine_is_in_use_while_its_worker_is(other, answering):
    answering(deployed(other / "gone", worker="another"))
    with pytest.raises(OtherFolderError):
        check_folder(API, "me")


def test_it_is_told_in_one_line_and_nothing_is_deployed(other, answering, capsys, monkeypatch):
    answering(deployed(other))
    Path("prefect.yaml").touch()
    monkeypatch.setattr(platform, "_api", lambda *_: API)
    monkeypatch.setattr(platform, "make_pool", lambda *_: pytest.fail("deployed all the same"))
    assert platform.execute_server(4200) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_told_to_take_over_it_does(other, answering, monkeypatch):
    done: list[str] = []
    answering(deployed(other))
    Path("prefect.yaml").touch()
    monkeypatch.setattr(platform, "_api", lambda *_: API)
    for name in ("make_pool", "deploy", "rest_forgotten"):
        monkeypatch.setattr(platform, name, lambda _, name=name: done.append(name))
    monkeypatch.setattr(platform._Platform, "start_worker", lambda *_: done.append("worker"))
    monkeypatch.setattr(platform, "_wait", lambda *_: 0)
    assert platform.execute_server(4200, take_over=True) == 0
    assert done == ["make_pool", "deploy", "rest_forgotten", "worker"]


def test_a_server_that_is_busy_is_asked_again(answering, monkeypatch, capsys):
    monkeypatch.setattr(deploying, "_PAUSE", 0.0)
    answers = [(503, {}), (200, {}), (500, {}), (200, {}), (409, {}), (200, {})]
    asked = answering(lambda path: answers.pop(0))
    asked_again(lambda: make_pool(API))
    assert [line.split()[0] for line in asked] == ["GET", "GET", "POST", "GET", "POST", "PATCH"]
    assert capsys.readouterr().err.count("asked again") == 1


def test_what_is_refused_is_asked_once(answering, monkeypatch):
    monkeypatch.setattr(deploying, "_PAUSE", 0.0)
    asked = answering(lambda path: (422, {}))
    with pytest.raises(httpx.HTTPStatusError):
        asked_again(lambda: make_pool(API))
    assert len(asked) == 1


@pytest.mark.parametrize(("said", "kind"), [("503 Service Unavailable", "BusyError"), ("bad cron", "RuntimeError")])
def test_prefects_last_word_is_told(said, kind, monkeypatch):
    monkeypatch.setattr(deploying, "prefect", lambda *_: ["sh", "-c", f"echo '{said}'; exit 1"])
    with pytest.raises(RuntimeError, match=said) as caught:
        deploying.deploy(API)
    assert type(caught.value).__name__ == kind


def served(**given: Any) -> dict[str, Any]:
    old = "2026-01-01T00:00:00Z"
    return {"work_pool_name": None, "paused": False, "updated": old, "created": old, "last_polled": old, **given}


def test_what_nobody_serves_any_longer_is_paused(answering):
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    made = [
        served(id="forgotten"),
        served(id="served", last_polled=now),
        served(id="made-just-now", last_polled=None, updated=now),
        served(id="resting", paused=True),
        served(id="of-a-worker", work_pool_name="detente"),
    ]
    asked = answering(lambda path: (200, made))
    assert rest_forgotten(API) == 1
    assert asked[1:] == ["POST /api/deployments/forgotten/pause_deployment"]
