"""Sources that fall silent, by what the runs before brought of them."""

from datetime import datetime, timedelta

import duckdb
import pytest

from tasks.report.run_quality import SOURCE
from tasks.report.silent_sources import silent_sources

START = datetime(2024, 5, 1)


@pytest.fixture
def con():
    """Runs every hour for a day: "hourly" brought news in each, "young" in the last three, "gone" in none but one."""
    with duckdb.connect() as made:
        made.execute("CREATE TABLE run (run_id VARCHAR, finished_at TIMESTAMP)")
        made.execute("CREATE TABLE run_measure (run_id VARCHAR, measure VARCHAR, subject VARCHAR, value DOUBLE)")
        for hour in range(24):
            made.execute("INSERT INTO run VALUES (?, ?)", [str(hour), START + timedelta(hours=hour)])
            for name, is_there in (("hourly", True), ("young", hour > 20), ("gone", hour == 3)):
                row = [str(hour), SOURCE, name, 2.0 if is_there else 0.0]
                made.execute("INSERT INTO run_measure VALUES (?, ?, ?, ?)", row)
            made.execute("INSERT INTO run_measure VALUES (?, 'silent', 'other', 1)", [str(hour)])
        yield made


def silent(con, days: float, *asked: str) -> list[str]:
    now = START + timedelta(hours=23, days=days)
    return [one.name for one in silent_sources(con, SOURCE, asked or ("hourly", "young", "gone", "other"), now)]


def test_a_source_is_silent_after_a_day_and_three_times_its_longest_pause(con) -> None:
    assert silent(con, 0.9) == []
    assert silent(con, 1.1) == ["hourly"]
    con.execute("DELETE FROM run_measure WHERE run_id IN (SELECT run_id FROM run WHERE run_id::INT BETWEEN 8 AND 18)")
    assert silent(con, 1.4) == []  # twelve hours passed once without news
    assert silent(con, 1.6) == ["hourly"]


def test_only_sources_that_were_asked_are_told(con) -> None:
    assert silent(con, 9, "young", "gone", "unknown") == []


def test_the_line_says_since_when_and_what_was_usual(con) -> None:
    (found,) = silent_sources(con, SOURCE, ["hourly"], START + timedelta(days=9))
    assert found.reason == ("source hourly is silent: nothing new since 2024-05-01 23:00 UTC, 1.0 hours at most before")
