"""A run's folder: what is cleared away when the next begins, and what is not."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from flows.endings import OWNER
from flows.execute import explain_failure
from flows.news import check_read
from flows.outcome import RunFailed
from flows.refused import reasons_of, refused_items
from flows.run import open_workspace, summarise
from flows.settings import Settings
from schemas import Quarantine
from tasks.extract.coder import coder_version
from tasks.ingest.read import IngestError, IngestResult
from tasks.ingest.records import Rejected
from tasks.ingest.write import write_batches
from warehouse.connection import WarehouseError


def past_run(work: Path, name: str, owner: int) -> Path:
    folder = work / "runs" / name
    folder.mkdir(parents=True)
    (folder / OWNER).write_text(str(owner))
    (folder / "news-1.private.duckdb").write_text("")
    (folder / "known.parquet").write_text("")
    return folder


def dead_process() -> int:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_old_runs_go_but_none_that_is_going_on(tmp_path: Path) -> None:
    dead, alive = dead_process(), os.getppid()
    going_on = past_run(tmp_path, "1", alive)
    oldest, old = past_run(tmp_path, "2", dead), past_run(tmp_path, "3", dead)
    work = open_workspace(tmp_path / "news.duckdb", tmp_path, full_refresh=False, keep=1)
    assert not oldest.exists()
    assert sorted(path.name for path in old.iterdir()) == ["known.parquet", OWNER]
    assert (going_on / "news-1.private.duckdb").exists()
    assert (work.folder / OWNER).read_text().split()[0] == str(os.getpid())


@pytest.mark.parametrize("content", [b"", b"no database"])
def test_what_is_no_warehouse_is_refused_before_anything_is_read(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "news.duckdb").write_bytes(content)
    for fresh in (True, False):
        with pytest.raises(WarehouseError, match="not a DuckDB file"):
            open_workspace(tmp_path / "news.duckdb", tmp_path / "work", full_refresh=fresh, keep=1)
    assert (tmp_path / "news.duckdb").read_bytes() == content


def ingested(folder: Path, read: int, refused: int) -> IngestResult:
    rejected = [Rejected(f"{number}.txt", "empty", f"{number}.txt: empty") for number in range(refused)]
    made = write_batches(rejected, folder)
    return IngestResult(made.batches, made.quarantine, read, read, 0, 0, made.quarantined, 0, {})


def test_too_much_refused_at_ingest_ends_the_run_before_it_codes(tmp_path: Path) -> None:
    chosen = Settings(max_rejected_share=0.25)
    check_read(ingested(tmp_path / "a", 15, 5), chosen)
    check_read(ingested(tmp_path / "b", 0, 0), chosen)
    with pytest.raises(RunFailed, match=r"6 of 20 items were refused.*: 6 empty \(such as 0\.txt: empty\)\. Mend"):
        check_read(ingested(tmp_path / "c", 14, 6), chosen)


def test_few_items_fail_no_run_unless_nothing_else_is_left(tmp_path: Path) -> None:
    check_read(ingested(tmp_path / "a", 1, 18), Settings())
    with pytest.raises(RunFailed, match=r"1 of 1 items were refused.*Reasons: 1 empty \(0\.txt: empty\)\."):
        check_read(ingested(tmp_path / "b", 0, 1), Settings())
    strict = Settings(quality={"enough": 2})
    with pytest.raises(RunFailed, match="1 of 2 items"):
        check_read(ingested(tmp_path / "c", 1, 1), strict)


def test_a_text_that_is_refused_after_it_was_read_counts_once(tmp_path: Path) -> None:
    row = {"quarantine_id": "a" * 16, "stage": "clean", "table_name": "article", "check_name": "no_text"}
    cleaned = tmp_path / "clean.parquet"
    Quarantine.frame([{**row, "reason": "no text", "item": "a.txt", "row_json": "{}"}]).write_parquet(cleaned)
    done = ingested(tmp_path / "a", 1, 0)
    broken, total = refused_items(done, [done.quarantine, cleaned])
    assert (len(broken), total) == (1, 1)


def test_all_refusals_are_told_by_their_check() -> None:
    rows = [{"check_name": "binary", "item": f"{n}.bin", "reason": f"{n}.bin: not text"} for n in range(36)]
    rows += [{"check_name": name, "item": "b", "reason": "b: no"} for name in ("c", "d", "e", "f", "g", "g", "h")]
    assert reasons_of(rows) == (
        "36 binary (such as 0.bin: not text); 2 g (such as b: no); 1 c (b: no); 1 d (b: no); 1 e (b: no); "
        "2 of 2 other checks"
    )


def test_only_what_another_version_coded_is_coded_anew(tmp_path: Path) -> None:
    work = open_workspace(tmp_path / "news.duckdb", tmp_path / "work", full_refresh=False, keep=1)
    known = {"older": "0", "same": coder_version(), "uncoded": None, "elsewhere": "0"}
    ids = pl.DataFrame({"article_id": ["older", "same", "uncoded", "new"], "is_codable": [True] * 4})
    ids.write_parquet(tmp_path / "article.parquet")
    files = {"article": [tmp_path / "article.parquet"]}
    work = replace(work, known_articles=known)
    summary = summarise(work, tmp_path / "news.duckdb", ingested(tmp_path / "in", 4, 0), files)
    assert (summary.articles_new, summary.articles_recoded) == (1, 2)


def test_failures_of_the_disk_say_where_and_what_to_do() -> None:
    full = pl.exceptions.ComputeError("parquet: underlying IO error: No space left on device (os error 28)")
    assert explain_failure(full).startswith("the disk is full; nothing was published. Make room, or choose")
    refused = explain_failure(PermissionError(13, "Permission denied", "/srv/.news.duckdb.lock"))
    assert refused.startswith("cannot write /srv/.news.duckdb.lock: Permission denied")
    assert "--warehouse" in refused
    assert explain_failure(IngestError("first\nsecond")).startswith("the run failed: IngestError: first (DETENTE_DEBUG")
