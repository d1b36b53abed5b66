"""What analysts call, against counts made by hand on the tiny warehouse."""

from datetime import date

import duckdb
import pytest

from warehouse.build import refresh_marts


def by(rows, key):
    return {row[key]: row for row in rows}


def test_compare_counts_mentions_and_stories(records):
    rows = records("FROM compare('PAK', ['RUS', 'USA', 'IND', 'CHN'])")
    assert [row["partner"] for row in rows] == ["RUS", "USA", "IND", "CHN"]
    russia = rows[0]
    assert russia["partner_name"] == "Russia"
    assert (russia["mentions"], russia["stories"]) == (7, 2)
    assert (russia["share_of_mentions"], russia["share_of_stories"]) == (0.7, 0.5)
    assert (russia["verbal_cooperation_mentions"], russia["verbal_cooperation_stories"]) == (4, 2)
    assert (russia["material_cooperation_mentions"], russia["material_cooperation_stories"]) == (2, 1)
    assert (russia["verbal_conflict_mentions"], russia["verbal_conflict_stories"]) == (1, 1)
    assert (russia["material_conflict_mentions"], russia["material_conflict_stories"]) == (0, 0)
    assert (russia["net_cooperation_mentions"], russia["net_cooperation_stories"]) == (5, 1)


def test_compare_means_leave_out_copies(records):
    russia = by(records("FROM compare('PAK', ['RUS'])"), "partner")["RUS"]
    assert russia["mean_intensity_actual"] == pytest.approx((4 + 3.5 - 4 + 1) / 4)
    assert russia["mean_intensity"] == pytest.approx((4 + 7 + 3.5 - 4 + 1) / 5)
    assert russia["last_event_date"] == date(2020, 6, 15)


def test_compare_trend_is_later_minus_earlier_half(records):
    partners = by(records("FROM compare('PAK', ['RUS', 'USA'])"), "partner")
    assert partners["RUS"]["trend"] == pytest.approx((3.5 - 4 + 1) / 3 - 4)
    assert partners["USA"]["trend"] is None


def test_compare_leaves_the_negated_out_of_conflict(records):
    america = by(records("FROM compare('PAK', ['USA'])"), "partner")["USA"]
    assert (america["mentions"], america["negated_mentions"], america["negated_stories"]) == (2, 1, 1)
    assert (america["verbal_conflict_mentions"], america["material_conflict_mentions"]) == (1, 0)
    assert (america["mean_intensity"], america["net_cooperation_mentions"]) == (-2, -1)


def test_compare_shows_a_partner_without_relations(records):
    china = by(records("FROM compare('PAK', ['CHN'])"), "partner")["CHN"]
    assert (china["mentions"], china["stories"], china["share_of_mentions"]) == (0, 0, 0)
    assert china["mean_intensity"] is None
    assert china["last_event_date"] is None


def test_compare_without_others_takes_every_partner(records):
    assert [row["partner"] for row in records("FROM compare('PAK', [])")] == ["RUS", "USA", "IND"]


def test_compare_takes_names_and_small_letters_once(records):
    assert [row["partner"] for row in records("FROM compare('pakistan', ['Russia', 'rus', ' pak '])")] == ["RUS"]


def test_symmetric_relation_is_the_same_from_either_side(records):
    assert records("FROM compare('RUS', ['PAK'])")[0]["mentions"] == 7


def test_dyad_mean_score_leaves_out_copies(con, records):
    con.execute("UPDATE relation SET score = 0.1 WHERE article_id IN (SELECT article_id FROM duplicate)")
    refresh_marts(con)
    scores = {row["event"]: row["mean_score"] for row in records("FROM dyad('RUS', 'PAK')")}
    assert scores["AGREE"] == pytest.approx(0.9)


def test_dyad_names_event_and_direction(records):
    rows = records("FROM dyad('RUS', 'PAK')")
    assert [(row["event"], row["status"], row["direction"], row["mentions"], row["stories"]) for row in rows] == [
        ("AGREE", "actual", "PAK <-> RUS", 2, 1),
        ("AID", "future", "RUS -> PAK", 2, 1),
        ("CONSULT", "actual", "PAK <-> RUS", 1, 1),
        ("REJECT", "actual", "PAK -> RUS", 1, 1),
        ("SUPPORT", "actual", "RUS -> PAK", 1, 1),
    ]
    assert rows == records("FROM dyad('PAK', 'RUS')")
    assert (rows[0]["first_event_date"], rows[0]["last_event_date"]) == (date(2020, 1, 10), date(2020, 1, 11))


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("year", [(date(2020, 1, 1), 7, 2)]),
        ("quarter", [(date(2020, 1, 1), 4, 1), (date(2020, 4, 1), 3, 1)]),
        ("Month", [(date(2020, 1, 1), 4, 1), (date(2020, 6, 1), 3, 1)]),
        ("week", [(date(2020, 1, 6), 4, 1), (date(2020, 6, 15), 3, 1)]),
        ("day", [(date(2020, 1, 10), 2, 1), (date(2020, 1, 11), 2, 1), (date(2020, 6, 15), 3, 1)]),
    ],
)
def test_timeline_counts_by_period(records, grain, expected):
    rows = records("FROM timeline('RUS', 'PAK', ?)", [grain])
    assert [(row["period"], row["mentions"], row["stories"]) for row in rows] == expected


def test_timeline_keeps_the_undated(records):
    (row,) = records("FROM timeline('IND', 'PAK', 'month')")
    assert (row["period"], row["mentions"], row["material_cooperation_mentions"]) == (None, 1, 1)


def test_timeline_refuses_another_grain(con):
    with pytest.raises(duckdb.Error, match="no grain decade: year, quarter, month, week or day"):
        con.execute("FROM timeline('IND', 'PAK', 'decade')").fetchall()


@pytest.mark.parametrize(
    "call",
    [
        "compare('PAX', ['RUS'])",
        "compare('PAK', ['PAX'])",
        "dyad('PAK', 'PAX')",
        "timeline('PAX', 'IND', 'year')",
        "money_between('PAX', 'RUS')",
        "money_flow('RUS', 'PAX', 'year')",
        "evidence('RUS', 'PAX')",
    ],
)
def test_unknown_country_is_an_error(con, call):
    with pytest.raises(duckdb.Error, match="no country PAX"):
        con.execute(f"FROM {call}").fetchall()


def test_money_between_has_payer_status_and_sentence(records):
    newest, oldest = records("FROM money_between('PAK', 'RUS')")
    assert (newest["amount"], oldest["amount"]) == ("$2 bln", "$2 billion")
    assert (oldest["payer"], oldest["payee"], oldest["purpose"], oldest["status"]) == ("RUS", "PAK", "loan", "future")
    assert (oldest["currency"], oldest["amount_min"], oldest["usd_max"]) == ("USD", 2e9, 2e9)
    assert (oldest["usd_rate"], oldest["rate_date"], oldest["usd_null_reason"]) == (1, date(2020, 1, 10), None)
    assert oldest["sentence"] == "Moscow will lend Pakistan $2 billion."
    assert newest["story_id"] == oldest["story_id"]
    assert (newest["is_copy"], oldest["is_copy"]) == (True, False)


def test_money_between_keeps_the_missing_number_missing(records):
    (row,) = records("FROM money_between('PAK', 'IND')")
    assert (row["amount_min"], row["amount_max"], row["magnitude"], row["usd_min"]) == (None, None, 1e9, None)
    assert (row["usd_rate"], row["usd_null_reason"]) == (None, "no_number")
    assert (row["payer"], row["payee"], row["status"], row["currency"]) == (None, None, None, "PKR")


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("since := '2020-01-11'", ["$2 bln"]),
        ("until := '2020-01-10'", ["$2 billion"]),
        ("domain := 'economic', only_status := 'future'", ["$2 bln", "$2 billion"]),
        ("domain := 'energy'", []),
        ("only_status := 'actual'", []),
    ],
)
def test_money_between_is_narrowed_as_relations_are(records, narrowed, found):
    assert [row["amount"] for row in records(f"FROM money_between('PAK', 'RUS', {narrowed})")] == found


def test_money_takes_its_pair_from_its_relation(con, records):
    con.execute("UPDATE money SET payer = NULL WHERE payer = 'RUS'")
    refresh_marts(con)
    assert len(records("FROM money_between('RUS', 'PAK')")) == 2


@pytest.mark.parametrize(
    ("parties", "countries", "source"),
    [
        ("payer = 'RUS', payee = 'PAK'", ("PAK", "RUS"), "payer and payee"),
        ("payer = 'USA', payee = 'PAK'", ("PAK", "USA"), "payer and payee"),
        ("payer = NULL, payee = NULL, pair_a = 'CHN', pair_b = 'IND'", ("CHN", "IND"), "pair"),
        ("payer = NULL, payee = NULL", ("PAK", "RUS"), "relation"),
        ("payer = NULL, payee = 'PAK'", ("PAK", "RUS"), "relation"),
        ("payer = 'USA', payee = NULL", (None, None), None),
        ("payer = NULL, payee = 'USA'", (None, None), None),
        ("payer = NULL, payee = NULL, relation_id = NULL", (None, None), None),
    ],
)
def test_a_pair_from_the_relation_agrees_with_who_is_known_to_pay(con, records, parties, countries, source):
    con.execute(f"UPDATE money SET {parties} WHERE text = '$2 billion'")
    (row,) = records("FROM money_detail WHERE text = '$2 billion'")
    assert ((row["country_a"], row["country_b"]), row["pair_source"]) == (countries, source)


def test_money_flow_takes_one_known_end_and_no_pair_from_a_relation(con, records):
    con.execute("UPDATE money SET payer = NULL, payee = NULL WHERE text = '$2 billion'")
    con.execute("UPDATE money SET payer = NULL WHERE text = '$2 bln'")
    refresh_marts(con)
    assert [row["mentions"] for row in records("FROM money_flow('PAK', NULL, 'year') WHERE purpose = 'loan'")] == [1]
    assert {row["pair_source"] for row in records("FROM money_between('RUS', 'PAK')")} == {"relation"}


def test_evidence_counts_code_points(records):
    (row,) = records("FROM evidence('IND', 'PAK')")
    assert (row["evidence"], row["sentence"]) == ("helped", "India helped Pakistan, Lashkar said.")


def test_evidence_is_newest_first(records):
    rows = records("FROM evidence('PAK', 'RUS')")
    assert [row["evidence"] for row in rows] == [
        "praised",
        "rebuffed",
        "met",
        "signed a deal",
        "will lend",
        "signed a deal",
        "will lend",
    ]
    assert [row["is_copy"] for row in rows] == [False, False, False, True, True, False, False]
    assert rows[0]["news_source"] == "wire"
    assert rows[0]["url"] == "https://news.example/june"


def test_story_counts_its_articles(records):
    stories = by(records("FROM story"), "url")
    assert len(stories) == 5
    assert stories["https://news.example/deal"]["articles"] == 2
    assert "https://news.example/copy" not in stories


def test_relation_detail_names_the_countries(records):
    row = records("SELECT * FROM relation_detail WHERE event = 'ACCUSE'")[0]
    assert (row["source_name"], row["target_name"], row["evidence"]) == ("United States", "Pakistan", "accused")
