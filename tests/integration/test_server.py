"""The temporary Prefect server starts wherever the user stands."""

from flows.server import TemporaryServer


def test_a_file_of_the_users_folder_never_stands_in_for_a_library(work, prefect_home, monkeypatch):
    monkeypatch.setenv("PREFECT_HOME", str(prefect_home))
    for name in ("attr.py", "httpx.py", "json.py"):
        (work / name).write_text("raise SystemExit('not mine')\n", encoding="utf-8")
    server = TemporaryServer()
    try:
        server.wait()  # raises where the server ended
    finally:
        server.stop()
