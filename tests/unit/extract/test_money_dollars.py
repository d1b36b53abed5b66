"""Dollars at the rate of the article's day, or the reason why there are none: against the bank's published figures."""

from datetime import date, timedelta

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Money
from schemas.coded import MAX_RATE_AGE, USD_NULL_REASONS
from seeds.reader import read_currencies
from tasks.extract import extensions
from tasks.extract.money import dollars
from tasks.extract.money.dollars import MAX_AGE, Dollars, Rate, dollar_rate, in_dollars
from tasks.extract.money.model import FoundMoney
from tasks.extract.records import SentenceNumbers, money_rows

FRIDAY = date(2014, 3, 28)  # the bank's rates: 1.3759 dollars and 140.9 yen for a euro
AMOUNTS = st.none() | st.floats(0, 1e16)
DAYS = st.none() | st.dates(date(1850, 1, 1), date(2100, 1, 1))
CURRENCIES = st.none() | st.sampled_from(sorted(read_currencies()))


def test_euro_is_the_days_rate():
    assert in_dollars("EUR", 2e6, 2e6, FRIDAY) == Dollars(2e6 * 1.3759, 2e6 * 1.3759, 1.3759, FRIDAY, None)


def test_other_currencies_go_through_the_euro():
    assert dollar_rate("JPY", FRIDAY) == Rate(pytest.approx(1.3759 / 140.9), FRIDAY)


def test_range_keeps_both_ends_and_an_open_end_stays_open():
    both, lower = in_dollars("EUR", 3e11, 4e11, FRIDAY), in_dollars("EUR", 3e11, None, FRIDAY)
    assert (both.usd_min, both.usd_max) == (pytest.approx(4.1277e11), pytest.approx(5.5036e11))
    assert (lower.usd_min, lower.usd_max, lower.usd_null_reason) == (both.usd_min, None, None)


@pytest.mark.parametrize("days", [1, 2])
def test_weekend_takes_fridays_rate(days):
    assert dollar_rate("EUR", FRIDAY + timedelta(days=days)) == Rate(1.3759, FRIDAY)


def test_new_year_takes_the_last_rate_of_the_old_one():
    assert dollar_rate("GBP", date(2004, 1, 1)).day == date(2003, 12, 31)


@pytest.mark.parametrize(
    ("currency", "day", "reason"),
    [
        ("GBP", date(1987, 4, 1), "before_rates"),
        ("EUR", date(1999, 1, 3), "before_rates"),
        ("INR", date(2008, 12, 31), "before_rates"),
        ("TRY", date(2004, 6, 1), "before_rates"),  # the new lira, a million old ones
        ("PKR", date(2015, 6, 1), "not_quoted"),
        ("DEM", date(2000, 6, 1), "not_quoted"),
        ("XEU", date(1995, 6, 1), "not_quoted"),
        ("TRL", date(2005, 6, 1), "after_rates"),
        ("RUB", date(2022, 3, 9), "after_rates"),
        ("EUR", date(2199, 1, 1), "after_rates"),
        ("ISK", date(2012, 6, 1), "gap_in_rates"),
    ],
)
def test_no_rate_says_why(currency, day, reason):
    assert in_dollars(currency, 1e6, 1e6, day) == Dollars(usd_null_reason=reason)


def test_last_quoted_rate_holds_for_a_week_and_no_longer():
    last = date(2022, 3, 1)
    assert dollar_rate("RUB", last + MAX_AGE).day == last
    assert dollar_rate("RUB", last + MAX_AGE + timedelta(days=1)) == "after_rates"


@pytest.mark.parametrize("day", [date(1890, 5, 1), date(1987, 4, 1), FRIDAY, date(2100, 1, 1)])
def test_a_dollar_is_a_dollar_on_any_day(day):
    assert in_dollars("USD", 5.0, 7.0, day) == Dollars(5.0, 7.0, 1.0, day, None)


@pytest.mark.parametrize(
    ("currency", "low", "high", "day", "reason"),
    [
        ("EUR", None, None, FRIDAY, "no_number"),
        (None, 5.0, 5.0, FRIDAY, "no_currency"),
        ("EUR", 5.0, 5.0, None, "no_date"),
        ("USD", 5.0, 5.0, None, "no_date"),
    ],
)
def test_what_the_text_lacks_is_said(currency, low, high, day, reason):
    assert in_dollars(currency, low, high, day) == Dollars(usd_null_reason=reason)


def test_a_date_without_a_day_takes_no_rate_but_a_dollar_stays_one():
    year = date(2003, 1, 1)
    assert in_dollars("EUR", 5.0, 5.0, year, has_day=False) == Dollars(usd_null_reason="no_day")
    assert in_dollars("USD", 5.0, 5.0, year, has_day=False) == in_dollars("USD", 5.0, 5.0, year)
    assert in_dollars("EUR", 5.0, 5.0, None, has_day=False).usd_null_reason == "no_date"


@pytest.fixture(scope="module")
def doc():
    extensions.register()
    return spacy.blank("en")("It paid 5 to 7.")


@settings(max_examples=60, deadline=None)
@given(currency=CURRENCIES, ends=st.tuples(AMOUNTS, AMOUNTS), published=DAYS, has_day=st.booleans())
def test_every_row_fits_the_contract(doc, currency, ends, published, has_day):
    low, high = ends if None in ends else sorted(ends)
    doc._.money = [FoundMoney(8, 14, currency=currency, min=low, max=high)]
    (row,) = money_rows(doc, "a" * 16, SentenceNumbers([(0, 15, False)]), [], published, "test", has_day)
    assert Money.validate(Money.frame([row])).height == 1
    assert (row["published_date"], row["usd_null_reason"] is None) == (published, row["usd_rate"] is not None)
    assert (row["usd_min"] is None) == (low is None or row["usd_rate"] is None)
    assert (row["usd_max"] is None) == (high is None or row["usd_rate"] is None)


@given(currency=CURRENCIES, day=DAYS.filter(bool))
def test_a_rate_is_never_older_than_the_contract_allows(currency, day):
    found = in_dollars(currency, 1.0, 1.0, day)
    assert timedelta(days=MAX_RATE_AGE) == MAX_AGE
    assert found.rate_date is None or timedelta(0) <= day - found.rate_date <= MAX_AGE
    assert found.usd_null_reason is None or found.usd_null_reason in USD_NULL_REASONS


def test_dollars_alone_load_no_rates(monkeypatch):
    monkeypatch.setattr(dollars, "_rates", lambda: pytest.fail("the table of rates was loaded"))
    assert in_dollars("USD", 1.0, 1.0, date(2014, 3, 29)).usd_rate == 1
