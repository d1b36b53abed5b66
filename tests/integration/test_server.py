"""The temporary Prefect server starts wherever the user stands."""

from flows.interrupt import processes_below
from flows.server import TemporaryServer


def test_a_file_of_the_users_folder_never_stands_in_for_a_library(work, prefect_home, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(prefect_home))
    for name in ("attr.py", "httpx.py", "json.py"):
        (work / name).write_text("raise SystemExit('not mine')\n", encoding="utf-8")
    server = TemporaryServer()
    try:
        server.wait()  # raises where the server ended
        before = server.processes()
        server.restart()  # waits until it answers at the same address
        assert not set(before) & set(server.processes())
    finally:
        server.stop()


class LeavingServer(TemporaryServer):
    """Ends itself at once when asked to, and leaves behind what it started."""

    def command(self, port):
        return ["tests.integration.leaves_behind"]


def test_what_the_server_started_ends_with_it():
    server = LeavingServer()
    while not (below := processes_below(server._process.pid)):
        assert not server.has_ended()
    server.stop(patience=1)
    assert not any(process.is_running() for process in below)
