"""Quality of the hand-told warehouse: every number can be counted in tests/unit/conftest.py."""

import json
from pathlib import Path

import duckdb
import pytest

from tasks.report.findings import count_money, notable_money, strongest_dyads
from tasks.report.quality import UnknownRunError, measure_quality
from warehouse.connection import open_writer


def test_counts_are_those_of_the_tables(told_con: duckdb.DuckDBPyConnection) -> None:
    counts = measure_quality(told_con).counts
    assert (counts.documents, counts.documents_without_date) == (8, 1)
    assert (counts.articles, counts.articles_codable, counts.articles_copies) == (8, 7, 1)
    assert (counts.articles_mangled, counts.articles_lower, counts.articles_upper) == (3, 1, 1)
    assert counts.articles_without_punctuation == 2
    assert counts.articles_with_country == 6
    assert counts.articles_older_coder == 1
    assert (counts.actors, counts.actors_unresolved, counts.mentions) == (3, 2, 9)
    assert (counts.relations, counts.relations_low_score, counts.countries) == (7, 1, 5)
    assert (counts.money, counts.money_without_number) == (4, 1)
    assert (counts.items_refused, counts.rows_refused) == (2, 0)


def test_verdict_says_why(told_con: duckdb.DuckDBPyConnection) -> None:
    quality = measure_quality(told_con)
    assert quality.verdict == "look"
    assert "2 of 10 items were refused" in quality.reasons
    assert "1 of 7 articles were coded by another version than the last run's" in quality.reasons


def test_tables_of_the_report(told_con: duckdb.DuckDBPyConnection) -> None:
    quality = measure_quality(told_con)
    assert [(one.source, one.documents, one.without_date) for one in quality.sources] == [
        ("daily", 4, 1),
        ("wire", 4, 0),
    ]
    assert [(one.name, one.count) for one in quality.languages] == [("en", 7), ("zh", 1)]
    assert [(one.name, one.count) for one in quality.coder_versions] == [("v2", 6), ("v1", 1)]
    events = {one.event: one for one in quality.events}
    assert (events["SUPPORT"].mentions, events["SUPPORT"].stories) == (2, 1)
    assert (events["SANCTION"].negated, events["COOPERATE"].future) == (1, 1)
    assert [(one.actor, one.mentions, one.stories) for one in quality.unresolved] == [("jane [red]doe", 2, 1)]


def test_reasons_that_begin_with_their_item_are_one(told_con: duckdb.DuckDBPyConnection) -> None:
    first = measure_quality(told_con).refused[0]
    assert (first.check_name, first.bare_reason, first.items, first.example) == ("binary", "not text", 2, "news/b.bin")


def test_last_run_by_default_and_any_by_the_beginning_of_its_id(told_con: duckdb.DuckDBPyConnection) -> None:
    last, first = measure_quality(told_con).run, measure_quality(told_con, "aaa").run
    assert last and first
    assert (last.run_id, first.run_id) == ("b" * 16, "a" * 16)
    assert (last.sources, last.timings, last.seconds) == (("news/",), {"ingest": 1.5, "clean": 2.0}, 60)


@pytest.mark.parametrize("run_id", ["zzz", "%", ""])
def test_unknown_run_is_one_line_with_the_known_ones(told_con: duckdb.DuckDBPyConnection, run_id: str) -> None:
    with pytest.raises(UnknownRunError, match=r"the last are b{16}, a{16}$"):
        measure_quality(told_con, run_id)


def test_empty_warehouse_is_a_stop(empty_con: duckdb.DuckDBPyConnection) -> None:
    quality = measure_quality(empty_con)
    assert (quality.verdict, quality.run, quality.reasons) == ("stop", None, ("the warehouse holds no article",))
    json.dumps(quality.as_json())
    assert strongest_dyads(empty_con) == []
    assert notable_money(empty_con) == []
    assert count_money(empty_con).figures == 0


def test_dyads_count_copies_once_and_leave_out_what_did_not_happen(told_con: duckdb.DuckDBPyConnection) -> None:
    dyads = {(one.country_a, one.country_b): one for one in strongest_dyads(told_con)}
    russia, america = dyads["PAK", "RUS"], dyads["PAK", "USA"]
    assert (russia.stories, russia.mentions, russia.cooperation, russia.cooperation_stories) == (2, 3, 3, 2)
    assert russia.intensity == pytest.approx((3.5 + 6) / 2)  # the copy isn't in the mean
    assert (america.mentions, america.conflict, america.intensity) == (2, 1, -2)
    assert (america.pair, america.main_event) == ("Pakistan – United States", "ACCUSE")
    assert next(iter(dyads)) == ("PAK", "RUS")
    assert len(strongest_dyads(told_con, 1)) == 1


def test_money_keeps_unknown_numbers_unknown(told_con: duckdb.DuckDBPyConnection) -> None:
    figures = notable_money(told_con)
    assert [one.words for one in figures] == ["about 2 billion USD", "5 to 7 (no currency)", "? billion USD"]
    assert [one.way for one in figures] == ["Russia → Pakistan", "India – Pakistan", "China → Pakistan"]
    assert len(notable_money(told_con, known=1, unknown=0)) == 1
    counts = count_money(told_con)
    assert (counts.figures, counts.without_number, counts.between_two) == (4, 1, 4)


def test_a_conversion_is_no_figure_of_its_own(told: Path) -> None:
    with open_writer(told) as con:
        con.execute(
            "INSERT INTO money SELECT * REPLACE ('c' || money_id AS money_id, money_id AS twin_id, 'EUR' AS currency)"
            " FROM money"
        )
        assert len(notable_money(con)) == 3
        assert (count_money(con).figures, count_money(con).between_two) == (4, 4)
