"""A deployed run that hangs is ended, with what it started and with a word to Prefect; each in a process of its own."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import psutil
import pytest

from flows.resume import carry_over
from warehouse.publish import exclusive

HANGS = """
import multiprocessing, sys, time
from pathlib import Path
from types import SimpleNamespace
from flows import deployed, run_limit
from flows.endings import begin
from flows.settings import settings
from tasks.ingest.write import write_batches
from tasks.ingest.records import RawItem
from warehouse.publish import exclusive

def hang():
    folder = Path("runs/1")
    folder.mkdir(parents=True)
    begin(folder, Path("news.duckdb"), ["a"], False, 1)
    items = [
        RawItem(f"{n:016x}", "gazette", "u", "i", None, "", f"text {n}", None, "none", None, "0" * 64) for n in range(5)
    ]
    write_batches(items, folder / "ingest", 2)
    worker = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    worker.start()
    Path("worker").write_text(str(worker.pid))
    time.sleep(60)

if __name__ == "__main__":
    deployed.deployment = SimpleNamespace(id="a deployment")
    run_limit.flow_run = SimpleNamespace(id="the-run")
    settings().run_limit = float(sys.argv[1])
    with exclusive("news.duckdb"):
        deployed.in_one_line(hang if sys.argv[2] == "hang" else lambda: print("done"))
"""


@pytest.fixture
def told() -> Iterator[tuple[str, list[Any]]]:
    """The address of a stand-in for Prefect's API, and what it was told."""
    heard: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append((self.path, json.loads(self.rfile.read(int(self.headers["Content-Length"])))["state"]))
            self.send_response(201)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/api", heard
    server.shutdown()
    server.server_close()


def run(folder: Path, api: str, limit: str, what: str) -> subprocess.CompletedProcess[str]:
    root = str(Path(__file__).parents[3])
    (folder / "hangs.py").write_text(HANGS)
    surroundings = {"PYTHONPATH": root, "PREFECT_API_URL": api, "PREFECT_HOME": str(folder), "PATH": ""}
    command = [sys.executable, "hangs.py", limit, what]
    return subprocess.run(
        command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False, timeout=50
    )


def is_gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def test_a_run_that_hangs_is_ended_and_the_next_one_goes_on(tmp_path: Path, told: tuple[str, list[Any]]) -> None:
    api, heard = told
    ended = run(tmp_path, api, "5", "hang")
    assert ended.returncode == 1
    assert "DETENTE_RUN_LIMIT" in ended.stderr
    [(path, state)] = heard
    assert (path, state["type"], state["name"]) == ("/api/flow_runs/the-run/set_state", "FAILED", "TimedOut")
    assert "Not done within 5 s" in state["message"]
    with exclusive(tmp_path / "news.duckdb"):  # the lock is free
        warehouse, into = tmp_path / "news.duckdb", tmp_path / "carried"
        assert len(carry_over(tmp_path / "runs", into, warehouse, ["a"], False, frozenset()).documents) == 5
    assert is_gone(int((tmp_path / "worker").read_text()))


def test_a_run_that_is_done_in_time_is_left_alone(tmp_path: Path, told: tuple[str, list[Any]]) -> None:
    api, heard = told
    ended = run(tmp_path, api, "60", "end")
    assert (ended.returncode, ended.stdout, heard) == (0, "done\n", [])
