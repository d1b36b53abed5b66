"""The deployments of prefect.yaml, run by a worker; the automation that acts on a poisoned feed."""

import time

import psutil
import pytest

from warehouse.connection import open_reader

from .conftest import Platform


def count(platform: Platform, query: str) -> int:
    with open_reader(platform.warehouse) as con:
        return con.execute(query).fetchone()[0]


def test_a_worker_runs_the_refresh_and_the_report_says_trust(platform: Platform, refreshed: dict) -> None:
    assert refreshed["state"]["type"] == "COMPLETED", refreshed["state"]["message"]
    assert count(platform, "SELECT count(*) FROM article") == 48
    assert "trust: nothing stands out" in platform.artifact("quality-report").splitlines()[0]
    assert count(platform, "SELECT count(*) FROM run_verdict WHERE verdict = 'trust'") == 1


def test_each_deployment_has_its_queue_and_explains_its_parameters(platform: Platform) -> None:
    made = {one["name"]: one for one in platform.ask("deployments/filter")}
    assert set(made) == {"refresh", "nightly", "weekly", "by-date", "save-the-rest"}
    assert {one["work_queue_name"] for one in made.values()} == {"loader"}
    crons = {name: [s["schedule"]["cron"] for s in one["schedules"]] for name, one in made.items()}
    assert crons["refresh"] == ["*/10 * * * *"]
    assert crons["by-date"] == []
    assert made["refresh"]["concurrency_options"]["collision_strategy"] == "CANCEL_NEW"
    silent = [
        f"{name}.{field}"
        for name, one in made.items()
        for field, told in one["parameter_openapi_schema"]["properties"].items()
        if not told.get("description")
    ]
    assert silent == []
    days = made["by-date"]["parameter_openapi_schema"]["properties"]["since"]
    assert (days["format"], made["by-date"]["parameter_openapi_schema"]["required"]) == ("date", ["since", "until"])


def test_a_poisoned_feed_is_held_and_the_rest_is_saved(platform: Platform, refreshed: dict) -> None:
    """The run fails with what to do; the automation reads again without the source to blame."""
    platform.feeds.poisoned.add("courier")
    platform.feeds.publish("courier", 30)
    (fresh,) = platform.feeds.publish("gazette", 1)
    held = platform.outcome(platform.start("refresh", due_only=False)["id"])
    assert held["type"] == "FAILED"
    assert "held for a look, nothing was published" in held["message"]
    assert "publish --accept" in held["message"]
    deadline = time.monotonic() + 240
    while not (runs := platform.runs_of("save-the-rest")) and time.monotonic() < deadline:
        time.sleep(0.5)
    assert platform.outcome(runs[0]["id"])["type"] == "COMPLETED"
    told = platform.artifact("quality-breach")
    assert "Read again without courier: 1 article published." in told
    assert "source courier: 30 of 30 articles can't be coded" in told
    assert count(platform, f"SELECT count(*) FROM article WHERE contains(text, '{fresh.key}')") == 1
    assert count(platform, "SELECT count(*) FROM article") == 49
    platform.feeds.poisoned.clear()


def test_a_second_run_of_the_same_is_skipped(platform: Platform, refreshed: dict) -> None:
    """CANCEL_NEW of prefect.yaml, and below it a run for which no source is due."""
    first, second = platform.start("refresh"), platform.start("refresh")
    states = {(platform.outcome(run["id"])["type"], platform.outcome(run["id"])["name"]) for run in (first, second)}
    assert states <= {("COMPLETED", "Skipped"), ("CANCELLED", "Cancelled")}
    assert ("COMPLETED", "Skipped") in states


def test_prefects_database_is_postgresql(platform: Platform, refreshed: dict) -> None:
    if platform.database is None:
        pytest.skip("Debian's package postgresql is not installed")
    assert int(platform.database.ask("SELECT count(*) FROM flow_run WHERE state_type = 'COMPLETED'")) >= 1
    assert not (platform.folder / "prefect" / "prefect.db").exists()


def test_a_worker_that_was_killed_is_started_again(platform: Platform, refreshed: dict) -> None:
    (worker,) = (child for child in psutil.Process(platform.pid).children() if "worker" in child.cmdline())
    worker.kill()
    state = platform.outcome(platform.start("nightly")["id"])
    assert state["type"] == "COMPLETED", state["message"]
    assert not worker.is_running()
