"""A run of a deployment, in a process of its own as a worker starts it: what its log and Prefect say of its end."""

import os
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from benchmarks.feed_server import NewsServer, sources_toml
from flows.news import news

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run_deployed(api, work, monkeypatch):
    """Runs the flow `news` as a deployment; gives what it wrote, its flow run, and its log at Prefect's server."""
    monkeypatch.chdir(ROOT)
    deployment = news.to_deployment(name="tried", tags=["detente"]).apply()

    def run(**parameters) -> tuple[str, dict, list[str]]:
        wanted = {"parameters": {"warehouse": str(work / "news.duckdb"), **parameters}}
        made = httpx.post(f"{api}/deployments/{deployment}/create_flow_run", json=wanted).raise_for_status().json()
        done = subprocess.run(
            [sys.executable, "-m", "prefect.engine", made["id"]],
            env={**os.environ, "PREFECT_API_URL": api},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )
        return done.stdout, httpx.get(f"{api}/flow_runs/{made['id']}").json(), _log_of(api, made["id"])

    return run


def _log_of(api: str, run_id: str) -> list[str]:
    """What Prefect's server has of a run's log: the last line says how it finished."""
    for _ in range(20):
        wanted = {"logs": {"flow_run_id": {"any_": [run_id]}}, "sort": "TIMESTAMP_ASC"}
        lines = [one["message"] for one in httpx.post(f"{api}/logs/filter", json=wanted).raise_for_status().json()]
        if any("Finished in state" in line for line in lines):
            return lines
        time.sleep(0.5)
    raise AssertionError(f"the run's log ends with {lines[-3:]}")


def test_a_run_that_fails_says_so_in_one_line(run_deployed, work):
    (work / "a.txt").write_bytes(b"\x00\x01" * 500)
    told, run, log = run_deployed(sources=[str(work / "a.txt")])
    assert (run["state_type"], run["state_name"]) == ("FAILED", "Failed")
    assert " ".join(told.split()).count("1 of 1 items were refused") == 1, told
    assert "Traceback" not in told + "\n".join(log)
    (line,) = [line for line in log if line.startswith("1 of 1 items were refused")]
    assert line == run["state"]["message"]


def test_a_run_that_is_held_says_so_in_its_name_and_a_tag(run_deployed, work, monkeypatch):
    chosen = {"ALLOW_PRIVATE_HOSTS": "true", "HOST_PAUSE": "0", "WORKERS": "1"}
    for name, value in chosen.items():
        monkeypatch.setenv(f"DETENTE_{name}", value)
    server = NewsServer(poisoned={"courier"})
    server.publish("courier", 24)
    (work / "sources.toml").write_text(sources_toml(server, "courier"))
    told, run, log = run_deployed(sources_file=str(work / "sources.toml"))
    server.stop()
    assert (run["state_type"], run["state_name"]) == ("FAILED", "Failed")  # Prefect's UI lists it by that name
    assert run["state"]["message"].startswith("held for a look")
    assert run["name"].endswith("news.duckdb · held")
    assert set(run["tags"]) == {"detente", "held"}
    assert "Traceback" not in told + "\n".join(log)
