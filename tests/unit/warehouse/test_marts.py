"""Every mart against counts made by hand on the tiny warehouse."""

from datetime import date

import pytest

from warehouse.build import refresh_marts, sql_files


@pytest.fixture
def mart(records):
    """Rows of a mart by the values of its key columns."""

    def fetch(name, *keys):
        return {tuple(row[key] for key in keys): row for row in records(f"FROM {name}")}

    return fetch


def test_mart_dyad(mart):
    rows = mart("mart_dyad", "country_a", "country_b")
    assert list(rows) == [("PAK", "RUS"), ("PAK", "USA"), ("IND", "PAK")]
    pair = rows["PAK", "RUS"]
    assert (pair["mentions"], pair["stories"], pair["net_cooperation_stories"]) == (7, 2, 1)
    assert pair["sum_intensity"] == pytest.approx(4 + 7 + 3.5 - 4 + 1)
    assert pair["mean_intensity_actual"] == pytest.approx(1.125)
    assert (pair["first_event_date"], pair["last_event_date"]) == (date(2020, 1, 10), date(2020, 6, 15))
    assert rows["PAK", "USA"]["sum_intensity"] == -2


def test_mart_directed_dyad_counts_mutual_acts_both_ways(mart):
    rows = mart("mart_directed_dyad", "source", "target")
    assert set(rows) == {("RUS", "PAK"), ("PAK", "RUS"), ("USA", "PAK"), ("IND", "PAK")}
    assert (rows["RUS", "PAK"]["mentions"], rows["RUS", "PAK"]["symmetric_mentions"]) == (6, 3)
    assert (rows["PAK", "RUS"]["mentions"], rows["PAK", "RUS"]["symmetric_mentions"]) == (4, 3)
    assert rows["PAK", "RUS"]["verbal_conflict_mentions"] == 1
    assert rows["RUS", "PAK"]["verbal_conflict_mentions"] == 0


def test_mart_country(mart):
    rows = mart("mart_country", "iso3")
    pakistan = rows["PAK",]
    assert set(rows) == {("PAK",), ("RUS",), ("USA",), ("IND",)}
    assert (pakistan["name"], pakistan["partners"], pakistan["mentions"], pakistan["stories"]) == ("Pakistan", 3, 10, 4)
    assert (pakistan["out_mentions"], pakistan["in_mentions"], pakistan["mutual_mentions"]) == (1, 6, 3)
    assert (pakistan["out_stories"], pakistan["in_stories"], pakistan["mutual_stories"]) == (1, 4, 2)
    assert pakistan["mean_intensity_out"] == -4
    assert pakistan["mean_intensity_in"] == pytest.approx((7 - 2 + 3.5 + 7) / 4)
    assert pakistan["mean_intensity"] == pytest.approx((4 + 7 - 2 + 3.5 - 4 + 1 + 7) / 7)
    top = (pakistan["top_partner"], pakistan["top_partner_mentions"], pakistan["top_partner_stories"])
    assert top == ("RUS", 7, 2)


def test_mart_dyad_month_adds_up_to_mart_dyad(mart, records):
    rows = mart("mart_dyad_month", "country_a", "country_b", "month_date")
    assert rows["PAK", "RUS", date(2020, 1, 1)]["mentions"] == 4
    assert rows["PAK", "RUS", date(2020, 6, 1)]["sum_intensity"] == 0.5
    assert rows["IND", "PAK", None]["mentions"] == 1
    sums = "SELECT country_a, country_b, sum(mentions) AS mentions FROM {} GROUP BY ALL ORDER BY ALL"
    assert records(sums.format("mart_dyad_month")) == records(sums.format("mart_dyad"))


def test_mart_money_pair(mart):
    rows = mart("mart_money_pair", "country_a", "country_b", "currency")
    loan = rows["PAK", "RUS", "USD"]
    assert (loan["mentions"], loan["stories"], loan["mentions_without_number"]) == (2, 1, 0)
    assert (loan["mentions_paid_by_a"], loan["mentions_paid_by_b"], loan["largest"]) == (0, 2, 2e9)
    assert (loan["smallest_usd"], loan["largest_usd"], loan["mentions_without_usd"]) == (2e9, 2e9, 0)
    assert loan["purposes"] == ["loan"]
    unknown = rows["IND", "PAK", "PKR"]
    assert (unknown["mentions"], unknown["mentions_without_number"], unknown["largest"]) == (1, 1, None)
    assert (unknown["mentions_without_usd"], unknown["stories_without_usd"], unknown["smallest_usd"]) == (1, 1, None)


def test_mart_source_quality(mart):
    rows = mart("mart_source_quality", "source")
    wire, daily = rows["wire",], rows["daily",]
    assert (wire["documents"], wire["articles"], wire["stories"], wire["codable_articles"]) == (3, 3, 3, 3)
    assert wire["share_without_date"] == pytest.approx(1 / 3)
    assert (wire["relation_mentions"], wire["relation_stories"], wire["relations_per_codable_article"]) == (6, 3, 2)
    assert (daily["documents"], daily["codable_articles"], daily["share_without_date"]) == (3, 2, 0)
    assert (daily["relation_mentions"], daily["relation_stories"], daily["relations_per_codable_article"]) == (4, 2, 2)


def test_mart_unresolved_actor(records):
    (row,) = records("FROM mart_unresolved_actor")
    assert (row["actor"], row["label"], row["mentions"], row["stories"]) == ("lashkar", "organisation", 1, 1)


def test_refresh_sees_new_rows_and_says_how_many(con, records):
    con.execute("DELETE FROM relation WHERE source = 'USA'")
    counts = refresh_marts(con)
    assert set(counts) == {path.stem for path in sql_files("marts")}
    assert counts["mart_dyad"] == len(records("FROM mart_dyad")) == 2
