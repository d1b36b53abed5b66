"""Dates in all shapes; none is made up."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.dates import NO_DATE, Published, parse_date
from tasks.ingest.dates import dateline_date, file_name_date

DAY = datetime(2017, 12, 30)


@pytest.mark.parametrize(
    ("value", "moment", "precision"),
    [
        ("2017-12-30", DAY, "day"),
        ("2017-12-30T00:00:00", DAY, "day"),
        ("2017-12-30T00:00:00Z", DAY, "second"),
        ("2017-12-30T10:11:12", datetime(2017, 12, 30, 10, 11, 12), "second"),
        ("2017-12-30T10:11:12+02:00", datetime(2017, 12, 30, 8, 11, 12), "second"),
        ("2017-12-30 10:11:12 +0200", datetime(2017, 12, 30, 8, 11, 12), "second"),
        ("2017-12-30 10:11:12 UTC", datetime(2017, 12, 30, 10, 11, 12), "second"),
        ("Sat, 30 Dec 2017 10:11:12 -0500", datetime(2017, 12, 30, 15, 11, 12), "second"),
        ("Sat, 30 Dec 2017 10:11:12 GMT", datetime(2017, 12, 30, 10, 11, 12), "second"),
        ("December 30, 2017", DAY, "day"),
        ("Saturday, Dec. 30, 2017", DAY, "day"),
        ("30th December 2017", DAY, "day"),
        ("17-APR-1987 11:02:14.15", datetime(1987, 4, 17, 11, 2, 14), "second"),
        (" 8-APR-1987 11:02", datetime(1987, 4, 8, 11, 2), "second"),
        ("20171230", DAY, "day"),
        (20171230, DAY, "day"),
        ("20171230101112", datetime(2017, 12, 30, 10, 11, 12), "second"),
        (1514628672, datetime(2017, 12, 30, 10, 11, 12), "second"),
        (1514628672.0, datetime(2017, 12, 30, 10, 11, 12), "second"),
        ("1514628672123", datetime(2017, 12, 30, 10, 11, 12), "second"),
        ("1514628672123456789", datetime(2017, 12, 30, 10, 11, 12), "second"),
        (10**18, datetime(2001, 9, 9, 1, 46, 40), "second"),
        (1e18, datetime(2001, 9, 9, 1, 46, 40), "second"),
        ("2017-W52-6", DAY, "day"),
        ("2017W526", DAY, "day"),
        ("2017-w05-1", datetime(2017, 1, 30), "day"),
        ("2009-W53-7", datetime(2010, 1, 3), "day"),
        ("2017-W52-6T10:11:12+02:00", datetime(2017, 12, 30, 8, 11, 12), "second"),
        ("30/12/2017", DAY, "day"),
        ("12/30/2017", DAY, "day"),
        ("03/04/2017", datetime(2017, 1, 1), "year"),
        ("04/04/2017", datetime(2017, 4, 4), "day"),
        ("2017/12/30", DAY, "day"),
        ("2017-12", datetime(2017, 12, 1), "month"),
        ("December 2017", datetime(2017, 12, 1), "month"),
        ("1966", datetime(1966, 1, 1), "year"),
        ("2017-12-30 10:11 PM", datetime(2017, 12, 30, 22, 11), "second"),
        ("30 Dec 2017 10:11 PM", datetime(2017, 12, 30, 22, 11), "second"),
        ("12/30/2017 10:11 PM", datetime(2017, 12, 30, 22, 11), "second"),
        ("03/04/2017 10:11 AM", datetime(2017, 1, 1), "year"),
        ("2017-12-30T10:11:12 CET", datetime(2017, 12, 30, 9, 11, 12), "second"),
        ("Sat, 30 Dec 2017 10:11:12 CET", datetime(2017, 12, 30, 9, 11, 12), "second"),
        ("Fri, 30 Jun 2017 10:11:12 CEST", datetime(2017, 6, 30, 8, 11, 12), "second"),
        ("Sat, 30 Dec 2017 10:11:12 ZZT", DAY, "day"),
        ("2017-12-30Z", DAY, "day"),
        ("2017-12-30-05:00", DAY, "day"),
        ("Sept. 5, 2017", datetime(2017, 9, 5), "day"),
        ("30 décembre 2017", DAY, "day"),
        ("30 januari 2017", datetime(2017, 1, 30), "day"),
        ("2017年12月30日", DAY, "day"),
    ],
)
def test_reads(value: object, moment: datetime, precision: str) -> None:
    assert parse_date(value) == Published(moment, "field", precision)


@pytest.mark.parametrize(
    "value",
    [
        *(
            None,
            "",
            True,
            0,
            -1,
            5,
            "yesterday",
            "Monday",
            "March 3",
            "10:15",
            "1799-12-31",
            "0001-01-01",
            "9999-12-31",
        ),
        *(
            "2017-13-01T10:00:00Z",
            "2017-13-01T10:00",
            "2017-13-01 (Friday)",
            "2017-00-00",
            "2017-366",
            "2017-W05",
            "2017-W54-1",
            "2017-W05-8",
            "2017-W05-12",
            1e300,
            "31/13/2017 9 AM",
        ),
        *("marble 5 2018", "junk 1, 2001", "5 augment 2018", "decent 2018"),
        *("2017-02-31", "2017-13-01", "31 February 2017", "99999999999999999999", "nan", "inf", "x" * 500, "2017" * 40),
    ],
)
def test_is_no_date(value: object) -> None:
    assert parse_date(value) == NO_DATE


def test_the_future_is_refused_and_the_next_day_is_not() -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    assert parse_date((now + timedelta(days=1)).isoformat()).at
    assert parse_date((now + timedelta(days=3)).isoformat()) == NO_DATE


@pytest.mark.parametrize(
    "text",
    [
        "TASHKENT, Jan 10 1966 - The two leaders signed a declaration.",
        "Tashkent, January 10, 1966 (Agency) -- The two leaders signed.",
        "NEW DELHI/TASHKENT, 10 Jan 1966 — The two leaders signed.",
        "\n  TASHKENT, Uzbekistan (Agency), Jan. 10, 1966 - Signed.",
    ],
)
def test_dateline(text: str) -> None:
    assert dateline_date(text) == Published(datetime(1966, 1, 10), "dateline", "day")


@pytest.mark.parametrize(
    "text",
    [
        "WASHINGTON, March 3 (Agency) - No year is given here.",
        "On May 9, 1945 Germany surrendered.",
        "On May 9, 1945 - the day of the surrender - crowds met.",
        "The accord of Jan 10 1966 - much debated - still holds.",
        "",
    ],
)
def test_is_no_dateline(text: str) -> None:
    assert dateline_date(text) == NO_DATE


@pytest.mark.parametrize("name", ["2017-12-30.txt", "news_20171230_a.txt", "a2017_12_30"])
def test_file_name(name: str) -> None:
    assert file_name_date(name) == Published(DAY, "file_name", "day")


@pytest.mark.parametrize("name", ["120171230.txt", "report.txt", "2017-13-30.txt", "2017-1230.txt", "000_f4992017.txt"])
def test_file_name_without_date(name: str) -> None:
    assert file_name_date(name) == NO_DATE


@given(st.one_of(st.text(max_size=80), st.integers(), st.floats(), st.from_regex(r"[0-9/.: -]{1,30}", fullmatch=True)))
def test_any_value_gives_a_plausible_date_or_none(value: object) -> None:
    found = parse_date(value)
    assert (found.at is None) == (found.source == "none") == (found.precision is None)
    assert found.at is None or (found.at.tzinfo is None and found.at.year >= 1800)


@given(st.text(max_size=250))
def test_any_text_has_a_plausible_dateline_or_none(text: str) -> None:
    assert dateline_date(text).source in {"dateline", "none"}
    assert file_name_date(text).source in {"file_name", "none"}
