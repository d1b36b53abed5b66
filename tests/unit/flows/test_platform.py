"""What `detente server` does when something ends, hangs or is another's; without Prefect's server."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import Any

import httpx
import pytest

from flows import lost_runs, platform, server, server_log
from flows.interrupt import kill_tree
from flows.lost_runs import LostRuns
from flows.settings import Settings

SLEEP = "import time; print('up', flush=True); time.sleep(60)"


class Server:
    """Stands in for Prefect's server: whether it has ended, and with how much patience it was stopped."""

    def __init__(self, ended: bool = False) -> None:
        self.ended, self.patience, self.restarts = ended, 0.0, 0

    def has_ended(self) -> bool:
        return self.ended

    def how_ended(self) -> str:
        return "Prefect's server ended (exit code 3): no room (all of it: server.log)"

    def stop(self, patience: float) -> None:
        self.patience = patience

    def processes(self) -> list[int]:
        return [os.getpid()]

    def restart(self) -> None:
        self.restarts += 1


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


def run_of(pid: object, name: str = "the-run") -> dict[str, Any]:
    return {"infrastructure_pid": pid if pid is None else str(pid), "id": name}


def test_the_live_process_of_a_run_is_one_and_nothing_else_is(start, monkeypatch):
    monkeypatch.setenv("PATH", "")  # no program of the system is needed for it
    other, server = start("else"), start("-m", "prefect", "server", "start")
    engine, supervisor = start("-m", "prefect.engine"), start("-m", "prefect.runner._workspace_supervisor", "config")
    monkeypatch.setenv("PREFECT__FLOW_RUN_ID", "the-run")
    named = start("whatever", "Prefect", "executes")
    assert [lost_runs._is_run(run_of(one.pid)) for one in (engine, supervisor, named)] == [True] * 3
    assert [lost_runs._is_run(run_of(one.pid)) for one in (other, server)] == [False] * 2
    assert not lost_runs._is_run(run_of(named.pid, "another-run"))  # its number was given to a later run
    named.kill()
    time.sleep(0.2)
    assert not lost_runs._is_run(run_of(named.pid))  # a zombie, that nobody has fetched
    named.wait()
    assert not lost_runs._is_run(run_of(named.pid))
    assert not any(lost_runs._is_run(run_of(pid)) for pid in (None, "", "-1", "9" * 30))


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
    hung = Server()
    assert running(start(), hung, silent).stop() == 0
    assert (asked, hung.patience) == ([0.2], 0.2)


def test_a_server_that_ended_ends_the_rest_before_lost_runs_are_looked_for(start, capsys, monkeypatch):
    monkeypatch.setattr(platform, "_LAST_ASKED", 0.2)
    monkeypatch.setattr(platform, "_look_after", lambda *_: pytest.fail("a minute has not passed"))
    worker = start()
    api = "http://127.0.0.1:9"
    assert platform._wait(running(worker, Server(ended=True), api), api) == 1
    assert "Prefect's server ended (exit code 3): no room" in capsys.readouterr().err
    assert worker.wait(10) < 0


@pytest.fixture
def restarted(start, monkeypatch) -> list[Any]:
    """Workers that were started anew: stand-ins that go on for a minute."""
    made: list[Any] = []

    def start_worker(self: Any, api: str) -> None:
        made.append(start())
        self.worker = made[-1]

    monkeypatch.setattr(platform._Platform, "start_worker", start_worker)
    return made


def test_a_worker_that_ends_is_started_again_but_not_again_and_again(start, restarted, capsys, monkeypatch):
    monkeypatch.setattr(platform, "_LOOK_EVERY", 0.1)
    worker = start()
    made = running(worker, Server())
    real = made.worker_ended
    made.worker_ended = lambda api: real(api) and (made.worker.kill() or True)  # each new one ends at once, too
    worker.kill()
    assert platform._wait(made, "") == 1
    assert len(restarted) == platform._ENDS_AN_HOUR
    said = capsys.readouterr().err
    assert said.count("the worker ended (exit code -9); it was started again") == platform._ENDS_AN_HOUR
    assert made.server.patience  # all else was stopped


def test_a_worker_that_ended_waits_for_a_server_that_does_not_answer(start, monkeypatch):
    monkeypatch.setattr(platform, "_LOOK_EVERY", 0.01)
    worker = start()
    made = running(worker, Server())
    answers: list[Any] = [httpx.ConnectError("restarting"), httpx.ReadTimeout("busy"), False]

    def worker_ended(api: str) -> bool:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    made.worker_ended = worker_ended
    worker.kill()
    assert platform._wait(made, "") == 1
    assert not answers


@pytest.mark.parametrize(
    ("worker_limit", "server_limit", "going_on", "renewed"),
    [
        (1e6, 1e6, 0, []),
        (1.0, 1e6, 0, ["the worker"]),
        (1e6, 1.0, 0, ["Prefect's server"]),
        (1.0, 1.0, 0, ["Prefect's server", "the worker"]),
        (1.0, 1.0, 1, []),
    ],
)
def test_what_has_grown_is_started_anew_while_no_run_goes_on(
    start, restarted, monkeypatch, worker_limit, server_limit, going_on, renewed
):
    limits = Settings(worker_memory=worker_limit, server_memory=server_limit)
    monkeypatch.setattr(platform, "settings", lambda: limits)
    worker = start()
    made = running(worker, Server())
    made.lost.going_on = lambda: going_on
    assert made.renew_grown("") == renewed
    assert made.server.restarts == ("Prefect's server" in renewed)
    assert len(restarted) == ("the worker" in renewed)
    assert (worker.poll() is None) == ("the worker" not in renewed)


def test_what_has_grown_waits_for_the_next_moment_without_a_run(start, restarted, capsys, monkeypatch):
    monkeypatch.setattr(platform, "settings", lambda: Settings(worker_memory=1.0, server_memory=1e6))
    monkeypatch.setattr(platform, "_LOOK_EVERY", 0.01)
    made = running(start(), Server())
    going_on = [1, 1, 0, 1]
    made.lost.going_on = lambda: going_on.pop(0)
    made.lost.end = lambda **_: 0
    platform._look_after(made, "")  # the look of the minute falls into a run
    made.server.has_ended = lambda: len(going_on) == 1
    assert platform._wait(made, "") == 1  # a minute has not passed
    assert len(restarted) == 1
    assert "the worker had grown beyond its limit and was started again" in capsys.readouterr().err


def test_a_port_in_use_is_refused_before_anything_starts(silent, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prefect.yaml").touch()
    monkeypatch.setattr(platform, "PREFECT_API_URL", SimpleNamespace(value=lambda: None))
    monkeypatch.setattr(server.subprocess, "Popen", lambda *_, **__: pytest.fail("started"))
    port = int(silent.rpartition(":")[2])
    assert platform.execute_server(port) == 2
    told = capsys.readouterr().err
    assert f"port {port} " in told
    assert "--port" in told
    assert told.count("\n") == 1


class Leaving(server.TemporaryServer):
    """Ends itself after a while, without having listened anywhere."""

    def command(self, port: int) -> list[str]:
        return ["timeit", "-n", "1", "-r", "1", "import time; time.sleep(1)"]


def test_another_server_that_answers_is_not_taken_for_the_own():
    class Healthy(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    other = ThreadingHTTPServer(("127.0.0.1", 0), Healthy)
    threading.Thread(target=other.serve_forever, args=(0.05,), daemon=True).start()
    own = Leaving(other.server_port)
    try:
        with pytest.raises(RuntimeError, match="ended"):
            own.wait()
    finally:
        own.stop()
        other.shutdown()
        other.server_close()


class Telling(server.ServingServer):
    """Says something and ends."""

    def command(self, port: int) -> list[str]:
        return ["timeit", "-n", "1", "-r", "1", "print('x' * 3000); raise SystemExit('no room left')"]


def test_why_the_server_ended_is_told_and_its_log_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(server, "settings", lambda: Settings(work_dir=tmp_path))
    monkeypatch.setattr(server_log, "MAX_BYTES", 2000)
    own = Telling()
    try:
        with pytest.raises(RuntimeError, match=r"ended.*no room left") as caught:
            own.wait()
        assert str(tmp_path / "prefect-server.log") in str(caught.value)
        assert "\n" not in str(caught.value)
    finally:
        own.stop()
    assert "no room left" in (tmp_path / "prefect-server.log").read_text()
    assert "xxx" not in (tmp_path / "prefect-server.log").read_text()
    assert "xxx" in (tmp_path / "prefect-server.log.1").read_text()


def test_a_server_that_does_not_come_again_is_told_of_by_the_watch(start, monkeypatch):
    made = running(start(), Server(ended=True))
    made.lost.end = lambda **_: 0
    monkeypatch.setattr(made, "renew_grown", lambda api: (_ for _ in ()).throw(server.ServerError("it ended")))
    platform._look_after(made, "")  # no traceback
    assert platform._what_ended(made).startswith("Prefect's server ended")


@pytest.mark.parametrize("port", [-1, 65_536, 10**30])
def test_a_port_that_is_none_is_refused_in_one_line(port: int) -> None:
    with pytest.raises(server.PortTakenError, match="from 1 to 65535"):
        server.ServingServer(port)
