"""The record of `detente code`: what its fields are taken for. The coder is left out."""

from datetime import date

import pytest

from tasks.clean.text import clean_text
from tasks.extract.record import make_codable, parse_day

TEXT = "Portugal lent Angola 40 million dollars for a new port."


@pytest.mark.parametrize(
    ("published_at", "day", "has_day"),
    [
        ("2012-05-14", date(2012, 5, 14), True),
        ("2012-05-14T10:00:00Z", date(2012, 5, 14), True),
        ("May 14, 2012", date(2012, 5, 14), True),
        ("2018-01-01T00:00+05:30", date(2017, 12, 31), True),
        ("May 2018", date(2018, 5, 1), False),
        ("2018", date(2018, 1, 1), False),
        ("03/04/2017", date(2017, 1, 1), False),
    ],
)
def test_a_date_is_read_as_a_run_reads_it(published_at: str, day: date, has_day: bool) -> None:
    codable = make_codable({"text": TEXT, "published_at": published_at}, clean_text(TEXT))
    assert (codable.published, codable.has_day) == (day, has_day)


@pytest.mark.parametrize(
    "published_at", [None, "", "12", "monday", "yesterday", "2017-02-31", "soon", [2018], {}, True]
)
def test_no_date_is_made_up(published_at: object) -> None:
    codable = make_codable({"text": TEXT, "published_at": published_at}, clean_text(TEXT))
    assert (codable.published, codable.has_day) == (None, False)
    assert parse_day(published_at) is None
