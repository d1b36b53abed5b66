"""The whole flow: sample in, warehouse out, with the real Prefect server."""

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import other_processes
import pytest

from flows.news import RunFailed, news
from flows.settings import settings
from tasks.ingest.read import IngestError
from warehouse.connection import open_reader

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.usefixtures("api")


def rows(warehouse: Path, query: str) -> list[tuple]:
    with open_reader(warehouse) as con:
        return con.execute(query).fetchall()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def published(sample, tmp_path_factory, api):
    """One run over the sample, shared by the tests that only look at it."""
    import os

    from flows.settings import settings

    folder = tmp_path_factory.mktemp("run")
    os.environ["DETENTE_WORK_DIR"] = str(folder / "work")
    settings.cache_clear()
    summary = news([str(sample)], folder / "news.duckdb")
    del os.environ["DETENTE_WORK_DIR"]
    settings.cache_clear()
    return folder / "news.duckdb", summary


def test_every_relation_has_its_sentence_and_source(published):
    warehouse, summary = published
    assert summary.published
    assert summary.relations > 20
    missing = rows(
        warehouse,
        "SELECT count(*) FROM relation r JOIN article a USING (article_id)"
        " JOIN sentence s USING (article_id, sentence_no)"
        ' WHERE r.evidence_start < s.start OR r.evidence_end > s."end" OR length(a.text) < r.evidence_end',
    )
    assert missing == [(0,)]
    assert rows(warehouse, "SELECT count(*) FROM relation") == [(summary.relations,)]


def test_copies_count_once_in_stories(published):
    warehouse, summary = published
    assert summary.duplicates >= 1
    (mentions, stories) = rows(warehouse, "SELECT sum(mentions), sum(stories) FROM mart_dyad")[0]
    assert mentions > stories > 0


def test_broken_items_are_quarantined_with_their_reason(published):
    warehouse, _ = published
    reasons = dict(rows(warehouse, "SELECT check_name, reason FROM quarantine"))
    assert "binary" in reasons
    assert "wire.jsonl line" in reasons["broken_json"]


def test_comparison_has_the_partners(published):
    warehouse, _ = published
    found = rows(warehouse, "SELECT partner FROM compare('PAK', ['RUS', 'CHN', 'USA', 'IND'])")
    assert {"USA", "IND"} <= {partner for (partner,) in found}


def test_artifacts_reach_the_prefect_server(published, api):
    import httpx

    found = httpx.post(f"{api}/artifacts/filter", json={"limit": 50}).json()
    keys = {artifact["key"] for artifact in found}
    assert {"data-quality", "quarantine", "run-summary"} <= keys
    quality = next(artifact for artifact in found if artifact["key"] == "data-quality")
    assert json.loads(quality["data"])


def test_the_same_again_changes_nothing(published, sample, work):
    warehouse, first = published
    before = digest(warehouse)
    summary = news([str(sample)], warehouse)
    assert not summary.published
    assert summary.documents_read == summary.documents_known == 0  # no file was opened but those refused as a whole
    assert first.documents_read > 20
    assert digest(warehouse) == before


def test_a_newer_coder_replaces_what_the_older_one_said(sample, warehouse, monkeypatch):
    with_old = rows(warehouse, "SELECT count(*), count(DISTINCT coder_version) FROM relation")
    import flows.run

    monkeypatch.setattr(flows.run, "coder_version", lambda: "newer")
    summary = news([str(sample / "wire.jsonl")], warehouse)
    assert summary.articles_recoded == summary.documents_read > 0
    assert summary.articles_new == 0
    # The workers coded with the same code, so nothing but the run may differ.
    assert rows(warehouse, "SELECT count(*), count(DISTINCT coder_version) FROM relation") == with_old


def test_too_much_refused_fails_before_anything_is_published(work, monkeypatch):
    (work / "news").mkdir()
    (work / "news" / "a.txt").write_bytes(b"\x00\x01" * 500)
    (work / "news" / "b.txt").write_text("Talks\n\nChile and Peru signed a treaty on Monday.", encoding="utf-8")
    monkeypatch.setenv("DETENTE_QUALITY__ENOUGH", "2")
    settings.cache_clear()
    with pytest.raises(RunFailed, match="1 of 2 items were refused"):
        news([str(work / "news")], work / "news.duckdb")
    assert not (work / "news.duckdb").exists()


def test_an_empty_folder_is_refused_before_anything_is_read(work):
    (work / "empty").mkdir()
    with pytest.raises(IngestError, match="empty"):
        news([str(work / "empty")], work / "news.duckdb")


def test_two_runs_on_one_warehouse_do_not_mix(work, sample):
    context = multiprocessing.get_context("spawn")
    ready, stop = context.Event(), context.Event()
    holder = context.Process(target=other_processes.hold, args=(str(work / "news.duckdb"), ready, stop), daemon=True)
    holder.start()
    assert ready.wait(60)
    try:
        with pytest.raises(Exception, match=f"another run \\(process {holder.pid}\\)"):
            news([str(sample)], work / "news.duckdb")
    finally:
        stop.set()
        holder.join(10)


def test_readers_are_never_shut_out_and_never_see_half_a_run(warehouse, sample):
    """Two processes query the published file in a loop while runs write and publish."""
    context = multiprocessing.get_context("spawn")
    stop, answers = context.Event(), context.Queue()
    ready = [context.Event() for _ in range(2)]
    readers = [
        context.Process(target=other_processes.read, args=(str(warehouse), one, stop, answers), daemon=True)
        for one in ready
    ]
    for reader in readers:
        reader.start()
    assert all(one.wait(60) for one in ready)
    try:
        for source in ("desk.csv", "archive.sgm"):
            assert news([str(sample / source)], warehouse).published
        time.sleep(0.5)
    finally:
        stop.set()
    heard = [answers.get(timeout=60) for _ in readers]
    for reader in readers:
        reader.join(30)
    for count, errors, states in heard:
        assert errors == []
        assert count > 10
        assert set(states) <= {1, 2, 3}
        assert {1, 3} <= set(states)


def test_ctrl_c_ends_a_run_at_once_and_the_next_one_is_whole(work, sample, api):
    import httpx

    command = [sys.executable, "-m", "flows.cli", "run", str(sample), "--warehouse", str(work / "news.duckdb")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True, cwd=ROOT)
    assert process.stderr.readline().startswith("ingest")
    time.sleep(1)  # the workers are starting
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) == 130
    *stages, last = process.stderr.read().splitlines()
    assert last == "detente: interrupted; nothing was published"
    assert all(line.startswith(("clean", "extract")) for line in stages), stages
    assert not (work / "news.duckdb").exists()
    newest = httpx.post(f"{api}/flow_runs/filter", json={"sort": "START_TIME_DESC", "limit": 1}).json()[0]
    assert newest["state_type"] == "CANCELLED"
    assert news([str(sample)], work / "news.duckdb").published


def test_a_folder_with_a_broken_file_can_be_read_again_and_grow(work):
    """What was refused once is not told again; the items of unchanged files count in the share of refused ones."""
    folder, warehouse = work / "news", work / "news.duckdb"
    folder.mkdir()
    (folder / "broken.txt").write_bytes(b"\x00\x01" * 500)
    for number, pair in enumerate(["Chile and Peru", "India and Nepal", "Kenya and Uganda", "Norway and Sweden"]):
        (folder / f"{number}.txt").write_text(f"Talks\n\n{pair} signed a treaty on Monday.", encoding="utf-8")
    assert news([str(folder)], warehouse).quarantined == 1
    again = news([str(folder)], warehouse)
    assert (again.published, again.quarantined, again.sources_unchanged, again.sources_failed) == (False, 0, 1, [])
    (folder / "broken too.txt").write_bytes(b"\x00\x02" * 500)
    grown = news([str(folder)], warehouse)  # one of six, though all that is new
    assert (grown.published, grown.quarantined) == (True, 1)
    assert rows(warehouse, "SELECT count(*) FROM quarantine") == [(2,)]


def test_files_that_brought_nothing_are_marked_so_that_the_next_run_opens_none(sample, warehouse):
    """As in a warehouse that an older program made, without marks of files."""
    with duckdb.connect(str(warehouse)) as con:
        con.execute("DELETE FROM watermark")
    runs = "SELECT (SELECT count(*) FROM run), (SELECT count(*) FROM revision)"
    before = rows(warehouse, runs)
    first = news([str(sample / "wire.jsonl")], warehouse)
    assert (first.published, first.documents_read) == (False, first.documents_known)
    assert first.documents_read > 0
    assert rows(warehouse, "SELECT count(*) FROM watermark") == [(1,)]
    assert rows(warehouse, runs) == before
    published = digest(warehouse)
    assert news([str(sample / "wire.jsonl")], warehouse).documents_read == 0
    assert digest(warehouse) == published
