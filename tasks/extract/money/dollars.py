"""US-dollar values of amounts, at the European Central Bank's reference rate of the article's day.

The rates lie in the package CurrencyConverter: units of a currency for a euro on each working day, from 1999-01-04 on.
Both currencies' rates of one day give the dollars for a unit. Nothing is extrapolated or interpolated.
"""

from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from currency_converter import CurrencyConverter

# Over weekends and holidays the last rate holds; the longest pause that the bank made is five days.
MAX_AGE = timedelta(days=7)


class Rate(NamedTuple):
    """US dollars for one unit of a currency, on a day."""

    usd: float
    day: date


class Dollars(NamedTuple):
    """The dollar columns of `money`. Either the rate is there, or the reason why it is not."""

    usd_min: float | None = None
    usd_max: float | None = None
    usd_rate: float | None = None
    rate_date: date | None = None
    usd_null_reason: str | None = None


def in_dollars(
    currency: str | None, low: float | None, high: float | None, published: date | None, has_day: bool = True
) -> Dollars:
    """Both ends of an amount, in units of `currency` (ISO 4217), as dollars of the day `published`; an open end stays.

    Without `has_day` the date is known to the month or year only, and its first day stands for it: no rate is taken.
    Reasons for none: `no_number`, `no_currency`, `no_date`, `no_day`, and those of `dollar_rate`.
    """
    if low is None and high is None:
        return Dollars(usd_null_reason="no_number")
    if currency is None:
        return Dollars(usd_null_reason="no_currency")
    if published is None:
        return Dollars(usd_null_reason="no_date")
    if not has_day and currency != "USD":
        return Dollars(usd_null_reason="no_day")
    rate = dollar_rate(currency, published)
    if isinstance(rate, str):
        return Dollars(usd_null_reason=rate)
    usd_min, usd_max = (None if end is None else end * rate.usd for end in (low, high))
    return Dollars(usd_min, usd_max, rate.usd, rate.day)


@lru_cache(maxsize=4096)
def dollar_rate(currency: str, day: date) -> Rate | str:
    """The last rate at or before `day`, at most MAX_AGE old, or why there is none.

    `not_quoted`: the bank has never quoted the currency. `before_rates`: it began to later. `after_rates`: it no longer
    does, or the package is older than the article. `gap_in_rates`: it paused for longer (Iceland, 2008 to 2018).
    A dollar is a dollar on any day.
    """
    if currency == "USD":
        return Rate(1.0, day)
    rates = _rates()
    if currency not in rates.currencies:
        return "not_quoted"
    first, last = rates.bounds[currency]
    if day < first:
        return "before_rates"
    return _last_rate(rates, currency, day) or ("after_rates" if day > last else "gap_in_rates")


def _last_rate(rates: "CurrencyConverter", currency: str, day: date) -> Rate | None:
    from currency_converter import RateNotFoundError  # noqa: PLC0415 - see _rates

    for age in range(MAX_AGE.days + 1):
        quoted = day - timedelta(days=age)
        try:
            return Rate(rates.convert(1.0, currency, "USD", quoted), quoted)
        except RateNotFoundError:
            continue
    return None


@cache
def _rates() -> "CurrencyConverter":
    """The bank's table, once a process: a fifth of a second and 35 MB, and not all that is coded needs it."""
    from currency_converter import CurrencyConverter  # noqa: PLC0415

    return CurrencyConverter()
