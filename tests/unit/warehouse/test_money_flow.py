"""Sums of money: what is known is added up once, what is not is counted beside it."""

from datetime import date

import duckdb
import pytest
from tiny_warehouse import make_id

from warehouse.describe import describe

LOAN = "SELECT * REPLACE ({}) FROM money WHERE text = '$2 billion' AND twin_id IS NULL ORDER BY amount_min LIMIT 1"
FIRST = "SELECT money_id FROM money WHERE text = '$2 billion'"


@pytest.fixture
def add(con):
    """Adds a variant of the loan of the tiny warehouse: columns to replace, by name."""

    def put(**columns):
        columns = {"money_id": make_id(*columns.items()), **columns}
        replaced = ", ".join(f"{_value(value)} AS {column}" for column, value in columns.items())
        con.execute(f"INSERT INTO money {LOAN.format(replaced)}")

    return put


def _value(value):
    return "NULL" if value is None else repr(value)


def flows(records, call="money_flow('RUS', 'PAK', 'year')"):
    return {(row["payer"], row["payee"], row["purpose"], row["flow_status"]): row for row in records(f"FROM {call}")}


def test_a_copy_of_a_story_counts_once(records):
    (row,) = flows(records).values()
    assert (row["payer"], row["payee"], row["purpose"], row["period_date"]) == ("RUS", "PAK", "loan", date(2020, 1, 1))
    assert (row["mentions"], row["stories"], row["sums"]) == (2, 1, 1)
    assert (row["usd_low"], row["usd_high"], row["sums_without_number"]) == (2e9, 2e9, 0)


def test_a_conversion_counts_once(con, records, add):
    (head,) = con.execute(FIRST).fetchone()
    add(currency="EUR", amount_min=1.8e9, amount_max=1.8e9, twin_id=head)
    (row,) = flows(records).values()
    assert (row["sums"], row["usd_high"], row["currencies"]) == (1, 2e9, ["USD"])


def test_dollars_that_the_article_states_stand_in_for_a_rate(con, records, add):
    con.execute("UPDATE money SET twin_id = NULL, currency = 'CNY', usd_rate = NULL, rate_date = NULL, usd_min = NULL")
    con.execute("UPDATE money SET usd_max = NULL, usd_null_reason = 'before_rates' WHERE currency = 'CNY'")
    (head,) = con.execute(FIRST).fetchone()
    add(currency="GBP", amount_min=2e8, amount_max=2e8, usd_min=4.1e8, usd_max=4.1e8, twin_id=head, money_id="b" * 16)
    add(currency="USD", amount_min=4e8, amount_max=4e8, usd_min=4e8, usd_max=4e8, twin_id=head, usd_null_reason=None)
    (row,) = flows(records).values()
    assert (row["sums"], row["mentions"], row["usd_low"], row["usd_high"]) == (1, 2, 4e8, 4e8)  # the copy states none
    assert (row["sums_without_usd"], row["sums_usd_stated"], row["currencies"]) == (0, 1, ["CNY"])
    detail = {row["money_id"]: row for row in records("FROM money_detail WHERE twin_id IS NULL AND payer = 'RUS'")}
    stated = detail.pop(head)
    assert (stated["usd_min"], stated["usd_source"], stated["usd_null_reason"]) == (4e8, "conversion", None)
    (untold,) = detail.values()
    assert (untold["usd_max"], untold["usd_source"], untold["usd_null_reason"]) == (None, None, "before_rates")


@pytest.mark.parametrize(("end", "dollars"), [("amount_min", (None, 4e8)), ("amount_max", (4e8, None))])
def test_an_open_end_stays_open_in_the_dollars_that_the_article_states(con, records, add, end, dollars):
    (head,) = con.execute(FIRST).fetchone()
    con.execute(f"UPDATE money SET currency = 'JPY', {end} = NULL, usd_min = NULL, usd_max = NULL")
    add(currency="USD", amount_min=4e8, amount_max=4e8, usd_min=4e8, usd_max=4e8, twin_id=head)
    (row,) = records("FROM money_in_dollars WHERE money_id = ?", [head])
    assert (row["usd_min"], row["usd_max"], row["usd_source"]) == (*dollars, "conversion")


def test_dollars_of_a_rate_are_kept_beside_a_conversion(con, records, add):
    con.execute("UPDATE money SET currency = 'EUR', usd_rate = 1.1 WHERE payer = 'RUS'")
    (head,) = con.execute(FIRST).fetchone()
    add(currency="USD", usd_min=9e9, usd_max=9e9, twin_id=head)
    rows = records("FROM money_in_dollars WHERE payer = 'RUS' ORDER BY usd_max, money_id")
    assert [(row["usd_max"], row["usd_source"]) for row in rows] == [(2e9, "rate"), (2e9, "rate"), (9e9, "dollars")]
    assert flows(records)["RUS", "PAK", "loan", None]["sums_usd_stated"] == 0


def test_ranges_are_added_as_ranges(records, add):
    add(amount_min=1e9, usd_min=1e9, amount_max=3e9, usd_max=3e9, qualifier="range")
    (row,) = flows(records).values()
    assert (row["sums"], row["usd_low"], row["usd_high"], row["sums_open"]) == (2, 3e9, 5e9, 0)


def test_an_open_end_is_counted_and_never_read_as_zero(records, add):
    add(amount_min=5e9, usd_min=5e9, amount_max=None, usd_max=None, qualifier="over")
    add(amount_max=1e9, usd_max=1e9, amount_min=None, usd_min=None, qualifier="under")
    (row,) = flows(records).values()
    assert (row["sums"], row["sums_open"], row["usd_low"], row["usd_high"]) == (3, 2, 7e9, 8e9)


def test_a_lost_number_is_counted_beside_the_sum(records, add):
    add(amount_min=None, amount_max=None, usd_min=None, usd_max=None, usd_null_reason="no_number")
    (row,) = flows(records).values()
    assert (row["sums"], row["sums_without_number"], row["usd_high"]) == (2, 1, 2e9)


def test_where_nothing_is_known_the_sum_is_null(records, con):
    con.execute("UPDATE money SET amount_min = NULL, amount_max = NULL, usd_min = NULL, usd_max = NULL")
    (row,) = flows(records).values()
    assert (row["usd_low"], row["usd_high"], row["sums_without_number"]) == (None, None, 1)


def test_statuses_are_not_added_together(records, add):
    add(amount_min=1e9, amount_max=1e9, usd_min=1e9, usd_max=1e9, flow_status="paid")
    assert {key[-1] for key in flows(records)} == {None, "paid"}


def test_a_rate_is_not_added_to_a_total(records, add):
    add(amount_min=2e8, amount_max=2e8, usd_min=2e8, usd_max=2e8, period="a year")
    add(amount_min=3e8, amount_max=3e8, usd_min=3e8, usd_max=3e8, period="A YEAR")
    add(amount_min=4e8, amount_max=4e8, usd_min=4e8, usd_max=4e8, period="over ten years")
    rows = records("FROM money_flow('RUS', 'PAK', 'year')")
    assert {row["period"]: row["usd_high"] for row in rows} == {None: 2e9, "a year": 5e8, "over ten years": 4e8}
    assert len(rows) == 3


def test_a_debt_is_a_stock_of_which_the_largest_is_given(records, add):
    add(purpose="debt", amount_min=1e9, amount_max=1e9, usd_min=1e9, usd_max=1e9)
    add(purpose="debt", amount_min=6e9, amount_max=7e9, usd_min=6e9, usd_max=7e9, qualifier="range")
    debt = flows(records)["RUS", "PAK", "debt", None]
    assert (debt["sums"], debt["usd_low"], debt["usd_high"]) == (2, 6e9, 7e9)


def test_mart_holds_all_pairs_and_needs_no_direction(records):
    rows = flows(records, "mart_money_flow")
    unknown = rows[None, None, "other", None]
    assert (unknown["pair_a"], unknown["pair_b"], unknown["sums_without_number"]) == ("IND", "PAK", 1)
    assert len(rows) == 2


@pytest.mark.parametrize("name", ["money_flow", "mart_money_flow", "mart_money_pair"])
def test_mentions_of_money_are_told_as_figures(con, name):
    (thing,) = [one for one in describe(con) if one.name == name]
    (comment,) = [column.comment for column in thing.columns if column.name == "mentions"]
    assert comment.startswith("Monetary figures")


def test_one_country_is_enough(records):
    assert len(records("FROM money_flow('pakistan', NULL, 'month')")) == 2
    assert len(records("FROM money_flow(NULL, 'India', 'month')")) == 1


def test_another_grain_is_refused(con):
    with pytest.raises(duckdb.Error, match="no grain week"):
        con.execute("FROM money_flow(NULL, NULL, 'week')").fetchall()
