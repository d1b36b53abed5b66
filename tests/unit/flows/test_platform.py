"""What `detente server` does when something ends, hangs or is another's; without Prefect's server."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from flows import lost_runs, platform
from flows.interrupt import kill_tree
from flows.lost_runs import LostRuns

SLEEP = "import time; print('up', flush=True); time.sleep(60)"


class Server:
    """Stands in for Prefect's server: whether it has ended, and with how much patience it was stopped."""

    def __init__(self, ended: bool = False) -> None:
        self.ended, self.patience = ended, 0.0

    def has_ended(self) -> bool:
        return self.ended

    def stop(self, patience: float) -> None:
        self.patience = patience


@pytest.fixture
def start() -> Iterator[Any]:
    started: list[subprocess.Popen[str]] = []

    def make(*said: str) -> subprocess.Popen[str]:
        process = subprocess.Popen([sys.executable, "-c", SLEEP, *said], stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout
        process.stdout.readline()
        return process

    yield make
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a server that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def running(worker: subprocess.Popen[str], server: Server, api: str = "") -> Any:
    made: Any = platform._Platform()
    made.worker, made.server = worker, server
    made.lost = LostRuns(api, "pool", "queue", "me")
    return made


def test_a_live_process_of_prefect_is_a_run_and_nothing_else_is(start, monkeypatch):
    monkeypatch.setenv("PATH", "")  # no program of the system is needed for it
    run, other = start("-m", "prefect"), start("else")
    assert lost_runs._is_run(str(run.pid))
    assert not lost_runs._is_run(str(other.pid))
    run.kill()
    time.sleep(0.2)
    assert not lost_runs._is_run(str(run.pid))  # a zombie, that nobody has fetched
    run.wait()
    assert not lost_runs._is_run(str(run.pid))
    assert not any(map(lost_runs._is_run, (None, "", "-1", "9" * 30)))


def test_a_process_is_ended_without_a_program_of_the_system(start, monkeypatch):
    monkeypatch.setenv("PATH", "")
    process = start()
    kill_tree(process.pid)
    assert process.wait(10) < 0


def test_workers_of_two_machines_or_two_folders_have_two_names(tmp_path, monkeypatch):
    here = platform.worker_name()
    assert here == platform.worker_name()
    monkeypatch.setattr(platform.machine, "node", lambda: "elsewhere")
    there = platform.worker_name()
    monkeypatch.chdir(tmp_path)
    assert len({here, there, platform.worker_name()}) == 3
    monkeypatch.setattr(platform.uuid, "getnode", lambda: 17)  # two machines may have one name
    assert len({there, platform.worker_name()}) == 2


def test_it_stops_soon_though_the_server_hangs(start, silent, monkeypatch):
    monkeypatch.setattr(platform, "_LAST_ASKED", 0.2)
    asked: list[Any] = []
    client = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **given: asked.append(given["timeout"]) or client(**given))
    server = Server()
    assert running(start(), server, silent).stop() == 0
    assert (asked, server.patience) == ([0.2], 0.2)


def test_a_server_that_ended_ends_the_rest_before_lost_runs_are_looked_for(start, capsys, monkeypatch):
    monkeypatch.setattr(platform, "_LAST_ASKED", 0.2)
    monkeypatch.setattr(platform, "_end_lost", lambda *_: pytest.fail("a minute has not passed"))
    worker = start()
    assert platform._wait(running(worker, Server(ended=True), "http://127.0.0.1:9")) == 1
    assert "Prefect's server ended" in capsys.readouterr().err
    assert worker.wait(10) < 0
