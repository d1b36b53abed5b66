"""Feeds from a real server on this machine: polled again and again, through faults, and through kill -9."""

import json
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prefect.states import State

from benchmarks.feed_server import NewsServer, sources_toml
from flows.accept import accept
from flows.due import load_times, times_file
from flows.failing import failing_file, load_failing
from flows.news import news
from flows.outcome import RunHeld
from flows.run import Summary
from flows.settings import settings
from tasks.ingest.records import IngestError
from warehouse.connection import WarehouseError, open_reader

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("api")


@pytest.fixture
def server():
    made = NewsServer()
    yield made
    made.stop()


@pytest.fixture
def quick(work, monkeypatch):
    """Feeds on this machine, asked without pauses; small batches."""
    chosen = {"ALLOW_PRIVATE_HOSTS": "true", "HOST_PAUSE": "0", "FETCH_TIMEOUT": "1", "BATCH_SIZE": "4", "WORKERS": "1"}
    for name, value in chosen.items():
        monkeypatch.setenv(f"DETENTE_{name}", value)
    settings.cache_clear()
    return work


def rows(warehouse: Path, query: str) -> list[tuple]:
    with open_reader(warehouse) as con:
        return con.execute(query).fetchall()


def held(warehouse: Path, server: NewsServer) -> dict[str, int]:
    """How often each story of the ledger is in the warehouse."""
    texts = [text for (text,) in rows(warehouse, "SELECT text FROM article")]
    return {story.key: sum(story.key in text for text in texts) for story in server.ledger}


def test_a_feed_is_followed_and_what_was_seen_costs_nothing(quick, server):
    server.publish("gazette", 3)
    server.publish("courier", 2)
    file, warehouse = quick / "sources.toml", quick / "news.duckdb"
    file.write_text(sources_toml(server, "gazette", "courier"))
    first = news(sources_file=file, warehouse=warehouse)
    assert (first.articles_new, first.published) == (5, True)
    del server.asked[:]
    again = news(sources_file=file, warehouse=warehouse)
    assert (again.published, again.sources_unchanged) == (False, 2)
    feeds = [(path, status) for path, status in server.asked if path != "/robots.txt"]
    assert feeds == [("/gazette/feed.xml", 304), ("/courier/feed.xml", 304)]
    server.publish("courier", 1)
    del server.asked[:]
    third = news(sources_file=file, warehouse=warehouse)
    assert (third.articles_new, third.sources_unchanged) == (1, 1)
    assert [path for path, _ in server.asked if path.endswith(".html")] == ["/courier/6.html"]
    assert set(held(warehouse, server).values()) == {1}
    assert rows(warehouse, "SELECT DISTINCT source FROM document ORDER BY 1") == [("courier",), ("gazette",)]
    assert rows(warehouse, "SELECT source, trust FROM source ORDER BY 1") == [
        ("courier", "medium"),
        ("gazette", "medium"),
    ]


def test_a_killed_run_goes_on_where_it_stopped(quick, server, api):
    """kill -9 while it codes: what was read and coded is used, although the feed has lost the stories since."""
    server.publish("gazette", 30)
    file, warehouse = quick / "sources.toml", quick / "news.duckdb"
    file.write_text(sources_toml(server, "gazette"))
    command = [sys.executable, "-m", "flows.cli", "run", "--sources-file", str(file), "--warehouse", str(warehouse)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True, cwd=ROOT)
    coded = _wait_for(quick, process, batches=2)
    process.send_signal(signal.SIGKILL)
    process.wait(10)
    assert not warehouse.exists()
    time.sleep(1.5)  # the worker ends with its parent, within a second
    before = {path: path.stat().st_mtime_ns for path in _cached(quick, "extract")}
    server.publish("gazette", 25)  # of the first thirty, fifteen have fallen out of the feed
    del server.asked[:]
    summary = news(sources_file=file, warehouse=warehouse)
    assert summary.documents_carried == 30
    assert set(held(warehouse, server).values()) == {1}
    pages = [int(path.rsplit("/")[-1][:-5]) for path, _ in server.asked if path.endswith(".html")]
    assert sorted(pages) == list(range(31, 56))  # no page was fetched a second time
    names = _task_names(api)
    again = sum(name.startswith("extract batch") for name in names)
    assert again == 8 + 7 - len(before)  # 30 and 25 articles in batches of four, less what was coded
    assert len(before) >= coded >= 2
    assert any(name.startswith("extract batch") and name.endswith("· gazette") for name in names)
    assert not (quick / "work" / "cache").exists() or not list((quick / "work" / "cache").iterdir())


def _wait_for(work: Path, process: subprocess.Popen, batches: int) -> int:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        found = len(_cached(work, "extract"))
        if found >= batches:
            return found
        time.sleep(0.02)
    raise AssertionError("the run ended or was too slow before it had coded a few batches")


def _cached(work: Path, stage: str) -> list[Path]:
    return [path for path in (work / "work" / "cache").glob(f"*/{stage}/*") if not path.name.endswith(".part")]


def _task_names(api: str) -> list[str]:
    """Names of the tasks of the last flow run."""
    newest = httpx.post(f"{api}/flow_runs/filter", json={"sort": "START_TIME_DESC", "limit": 1}).json()[0]
    wanted = {"flow_runs": {"id": {"any_": [newest["id"]]}}, "limit": 200}
    for _ in range(20):  # the server writes tasks down a little later
        names = [task["name"] for task in httpx.post(f"{api}/task_runs/filter", json=wanted).json()]
        if any(name.startswith("report") for name in names):
            return names
        time.sleep(0.5)
    return names


def test_faults_lose_and_double_nothing(quick, server, monkeypatch):
    """A third of all requests fail; what isn't had in one run comes in a later one."""
    monkeypatch.setenv("DETENTE_FETCH_RETRIES", "1")
    settings.cache_clear()
    server.faults, server.stall = 0.3, 1.5
    server.publish("gazette", 6)
    file, warehouse = quick / "sources.toml", quick / "news.duckdb"
    file.write_text(sources_toml(server, "gazette").replace("feed.xml", "moved.xml"))
    for _ in range(2):
        _tolerant(file, warehouse)
    server.faults = 0.0
    _tolerant(file, warehouse)
    assert set(held(warehouse, server).values()) == {1}


def _tolerant(file: Path, warehouse: Path) -> None:
    """One run, which may fail as a whole where its only source does."""
    from flows.outcome import RunFailed

    try:
        news(sources_file=file, warehouse=warehouse)
    except RunFailed:
        return


def test_a_source_that_was_taken_out_of_the_file_fails_no_other_that_is_served(quick, server):
    server.publish("gazette", 1)
    file, warehouse = quick / "sources.toml", quick / "news.duckdb"
    file.write_text(sources_toml(server, "gazette"))
    with pytest.raises(IngestError, match="no source is named 'courier'"):
        news(sources_file=file, warehouse=warehouse, only=["gazette", "courier"])
    skipped = news(sources_file=file, warehouse=warehouse, only=["courier"], pass_over_gone=True)
    assert "has none of courier any longer" in skipped.skipped
    assert news(sources_file=file, warehouse=warehouse, only=["gazette", "courier"], pass_over_gone=True).published


def test_a_run_that_meets_another_waits_or_is_skipped(quick, server):
    from warehouse.publish import exclusive

    server.publish("gazette", 1)
    file, warehouse = quick / "sources.toml", quick / "news.duckdb"
    file.write_text(sources_toml(server, "gazette"))
    with exclusive(warehouse):
        skipped = news(sources_file=file, warehouse=warehouse, overlap="skip")
    assert "is being written by another run" in skipped.skipped
    assert not warehouse.exists()
    assert news(sources_file=file, warehouse=warehouse, overlap="wait").published


@pytest.fixture
def events(monkeypatch) -> list[dict]:
    """What runs tell of their quality, as they tell it."""
    found: list[dict] = []
    monkeypatch.setattr("flows.judging.emit_event", lambda **event: found.append(event))
    return found


def due_run(file: Path, warehouse: Path) -> Summary:
    """What the deployment `refresh` does every ten minutes."""
    done = news(sources_file=file, warehouse=warehouse, due_only=True)
    return done.data if isinstance(done, State) else done


def test_a_source_that_is_down_is_worth_a_look_and_asked_again_after_a_while(quick, server, events):
    server.publish("gazette", 2)
    file, warehouse = quick / "sources.toml", quick / "news.duckdb"
    file.write_text(
        sources_toml(server, "gazette", "nowhere", schedule="0 3 * * *").replace("nowhere/feed", "nowhere/x")
    )
    first = due_run(file, warehouse)
    assert (first.articles_new, first.verdict) == (2, "look")
    assert first.sources_failed[0].startswith("nowhere: the server answered 404 Not Found; failing since 2")
    times = times_file(quick / "work", warehouse)
    assert list(load_times(times)) == ["gazette"]
    assert due_run(file, warehouse).skipped == "no source is due"
    _ten_minutes_earlier(failing_file(quick / "work", times))
    alone = due_run(file, warehouse)
    assert "no source could be read" in alone.skipped
    assert "failing since" in alone.skipped
    assert "asked 2 times" in alone.skipped
    assert due_run(file, warehouse).skipped == "no source is due"
    assert [event["event"] for event in events] == ["detente.quality.look"] * 2
    assert news(sources_file=file, warehouse=warehouse).verdict == "look"  # gazette is unchanged; no row is new
    assert [event["event"] for event in events] == ["detente.quality.look"] * 3
    assert "nowhere: the server answered 404" in events[-1]["payload"]["reasons"][0]
    file.write_text(file.read_text().replace("nowhere/x", "courier/feed"))
    server.publish("courier", 1)
    for _ in range(4):
        _ten_minutes_earlier(failing_file(quick / "work", times))
    assert due_run(file, warehouse).articles_new == 1
    assert load_failing(failing_file(quick / "work", times)) == {}


def _ten_minutes_earlier(path: Path) -> None:
    """As if what fails had been asked ten minutes before."""
    found = json.loads(path.read_text())
    for one in found.values():
        one["tried_at"] = (datetime.fromisoformat(one["tried_at"]) - timedelta(minutes=10)).isoformat()
    path.write_text(json.dumps(found))


def test_a_source_whose_news_is_held_waits_for_its_schedule_and_loses_nothing(quick, server, events):
    server.poisoned.add("courier")
    server.publish("courier", 30)
    file, warehouse = quick / "sources.toml", quick / "news.duckdb"
    file.write_text(sources_toml(server, "courier", schedule="0 3 * * *"))
    with pytest.raises(RunHeld, match=r"publish --accept \w{8}`, or mend .* `.*publish --refuse \w{8}`"):
        due_run(file, warehouse)
    del server.asked[:]
    assert due_run(file, warehouse).skipped == "no source is due"
    assert not server.asked
    server.publish("courier", 40)  # the first thirty have fallen out of the feed
    with pytest.raises(RunHeld):
        news(sources_file=file, warehouse=warehouse)
    pages = [path for path, _ in server.asked if path.endswith(".html")]
    assert len(pages) == 40
    second = max((quick / "work" / "runs").iterdir())
    accept(second.name.rsplit("-", 1)[-1], quick / "work")
    assert set(held(warehouse, server).values()) == {1}
    with pytest.raises(WarehouseError, match="no run is held"):  # the first one's news came with the second
        accept("0", quick / "work")
    assert [event["event"] for event in events] == ["detente.quality.breach"] * 2
