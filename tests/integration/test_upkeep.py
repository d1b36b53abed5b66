"""The flows beside the refresh: coding anew, filling in past days, marts anew."""

from datetime import date
from pathlib import Path

import duckdb
import pytest

from flows import recode as recode_module
from flows.backfill import backfill
from flows.outcome import RunFailed
from flows.recode import recode
from flows.refresh_marts import refresh_marts
from tasks.extract.coder import coder_version
from warehouse.connection import open_reader

pytestmark = pytest.mark.usefixtures("api")
RELATIONS = "SELECT relation_id, source, target, event, status FROM relation ORDER BY 1"


def rows(warehouse: Path, query: str) -> list[tuple]:
    with open_reader(warehouse) as con:
        return con.execute(query).fetchall()


def change(warehouse: Path, *statements: str) -> None:
    with duckdb.connect(str(warehouse)) as con:
        for statement in statements:
            con.execute(statement)


def test_what_an_older_coder_said_is_coded_anew_from_the_stored_text(warehouse, monkeypatch):
    before, articles = rows(warehouse, RELATIONS), rows(warehouse, "SELECT count(*) FROM article")
    older = ["coding SET coder_version = 'older'", "relation SET coder_version = 'older', score = 0.1"]
    change(warehouse, *(f"UPDATE {one}" for one in older))
    with monkeypatch.context() as patch:
        patch.setattr(recode_module, "count_relations", lambda *_: 1_000)
        with pytest.raises(RunFailed, match="of 1,000 relations, nothing was published"):
            recode(warehouse)
    assert rows(warehouse, "SELECT DISTINCT coder_version FROM coding") == [("older",)]
    summary = recode(warehouse)
    assert (summary.published, summary.articles_recoded) == (True, articles[0][0])
    assert rows(warehouse, "SELECT DISTINCT coder_version FROM coding") == [(coder_version(),)]
    assert rows(warehouse, RELATIONS) == before
    assert rows(warehouse, "SELECT count(*) FROM article_band") != [(0,)]
    assert recode(warehouse).published is False


def test_past_days_are_filled_in_and_no_others(work, sample):
    warehouse, first, last = work / "news.duckdb", date(2018, 1, 5), date(2020, 3, 1)
    summary = backfill(first, last, [str(sample / "wire.jsonl")], warehouse, None)
    days = [day for (day,) in rows(warehouse, "SELECT published_at::DATE FROM document ORDER BY 1")]
    assert (days[0], days[-1], len(days)) == (first, last, 5)  # both ends are included
    assert summary.documents_outside >= 5


def test_marts_are_made_anew_unless_a_check_fails(warehouse):
    before = rows(warehouse, "SELECT * FROM mart_dyad ORDER BY ALL")
    change(warehouse, "DELETE FROM mart_dyad")
    refresh_marts(warehouse)
    assert rows(warehouse, "SELECT * FROM mart_dyad ORDER BY ALL") == before
    change(warehouse, "UPDATE relation SET target = source", "DELETE FROM mart_dyad")
    with pytest.raises(RunFailed, match="relation_with_itself"):
        refresh_marts(warehouse)
    assert rows(warehouse, "SELECT count(*) FROM mart_dyad") == [(0,)]
