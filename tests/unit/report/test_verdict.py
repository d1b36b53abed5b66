"""Limits, and what counts say against them."""

from dataclasses import replace

import pytest

from tasks.report.verdict import Counts, Limit, Thresholds, judge, worst

SOUND = Counts(
    documents=100, articles=100, articles_codable=100, articles_with_country=90, mentions=500, relations=200, actors=50
)  # fmt: skip


def verdicts(counts: Counts, limits: Thresholds | None = None) -> dict[str, str]:
    return {one.measure: one.verdict for one in judge(counts, limits)}


def test_sound_counts_are_trusted_in_every_measure() -> None:
    assert set(verdicts(SOUND).values()) == {"trust"}
    assert not any(one.reason for one in judge(SOUND))


@pytest.mark.parametrize(
    ("change", "measure", "verdict"),
    [
        ({"items_refused": 4}, "items refused", "trust"),
        ({"items_refused": 10}, "items refused", "look"),
        ({"items_refused": 40}, "items refused", "stop"),
        ({"documents_without_date": 20}, "documents without a date", "look"),
        ({"documents_without_date": 100}, "documents without a date", "look"),
        ({"documents_without_day": 20}, "documents without a day", "look"),
        ({"documents_without_day": 100}, "documents without a day", "look"),
        ({"articles_codable": 80}, "articles in other languages", "look"),
        ({"articles_mangled": 50}, "articles mangled", "look"),
        ({"articles_copies": 70}, "articles that are copies", "look"),
        ({"articles_with_country": 3}, "articles without a country", "stop"),
        ({"rows_refused": 7}, "coded rows refused", "look"),
        ({"rows_refused": 70}, "coded rows refused", "stop"),
        ({"relations_low_score": 100}, "relations with a low score", "look"),
        ({"actors_unresolved": 40}, "actors unresolved", "look"),
        ({"articles_older_coder": 1}, "articles of another coder version", "look"),
        ({"relations": 0}, "relations per codable article", "stop"),
        ({"relations": 9}, "relations per codable article", "look"),
    ],
)
def test_each_measure_has_its_limit(change: dict[str, int], measure: str, verdict: str) -> None:
    judged = {one.measure: one for one in judge(replace(SOUND, **change))}
    assert judged[measure].verdict == verdict
    assert bool(judged[measure].reason) == (verdict != "trust")


def test_few_items_stop_nothing() -> None:
    few = Counts(documents=2, articles=2, articles_codable=2, items_refused=8)
    assert verdicts(few)["items refused"] == "look"
    assert verdicts(few)["relations per codable article"] == "look"


def test_nothing_at_all_is_a_stop() -> None:
    (only,) = judge(Counts())
    assert (only.verdict, only.reason) == ("stop", "the warehouse holds no article")


def test_other_thresholds_judge_otherwise() -> None:
    strict = Thresholds(items_refused=Limit(0.001, 0.002))
    assert verdicts(replace(SOUND, items_refused=1), strict)["items refused"] == "stop"


def test_the_gravest_verdict_counts() -> None:
    assert worst(["trust", "stop", "look", ""]) == "stop"
    assert worst([]) == "trust"
