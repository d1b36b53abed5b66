"""Dates known to the year or month alone: they swell no January, no window and no day."""

from datetime import date

import pytest

from warehouse.build import refresh_marts


@pytest.fixture
def dated(world, built):
    """Fills the warehouse as `world` does; each act is (story, day, precision, source, target, event)."""

    def fill(*acts):
        fetch = world(*((story, when, *rest) for story, when, _, *rest in acts))
        for story, _, precision, *_ in acts:
            built.execute("UPDATE article SET date_precision = ? WHERE article_id = ?", [precision, story])
        refresh_marts(built)
        return fetch

    return fill


YEAR = date(1985, 1, 1)
ACTS = (
    ("s1", YEAR, "year", "RUS", "PAK", "AID"),
    ("s2", YEAR, "year", "RUS", "PAK", "AID"),
    ("s3", date(1985, 7, 1), "month", "RUS", "PAK", "AID"),
    ("s4", date(1985, 7, 1), "day", "RUS", "PAK", "AID"),
    ("s5", date(1985, 1, 1), "second", "RUS", "PAK", "ACCUSE"),
    ("s6", None, None, "RUS", "PAK", "AID"),
)


@pytest.mark.parametrize(
    ("grain", "expected"),
    [
        ("year", {date(1985, 1, 1): 5, None: 1}),
        ("quarter", {date(1985, 1, 1): 1, date(1985, 7, 1): 2, None: 3}),
        ("Month", {date(1985, 1, 1): 1, date(1985, 7, 1): 2, None: 3}),
        ("week", {date(1984, 12, 31): 1, date(1985, 7, 1): 1, None: 4}),
        ("day", {date(1985, 1, 1): 1, date(1985, 7, 1): 1, None: 4}),
    ],
)
def test_a_period_has_what_is_dated_as_exactly(dated, grain, expected):
    fetch = dated(*ACTS)
    assert {row["period"]: row["stories"] for row in fetch("FROM timeline('RUS', 'PAK', ?)", [grain])} == expected
    if grain == "Month":
        assert {row["month_date"]: row["stories"] for row in fetch("FROM mart_dyad_month")} == expected


@pytest.mark.parametrize(
    ("time", "stories"),
    [
        ("since := '1985-01-01'", ["s1", "s2", "s3", "s4", "s5"]),
        ("since := '1985-01-01', until := '1985-12-31'", ["s1", "s2", "s3", "s4", "s5"]),
        ("until := '1985-07-31'", ["s3", "s4", "s5"]),
        ("until := '1985-07-15'", ["s4", "s5"]),
        ("since := '1985-01-02'", ["s3", "s4"]),
        ("since := '1985-07-02'", []),
    ],
)
def test_a_time_has_what_lies_wholly_in_it(dated, time, stories):
    fetch = dated(*ACTS)
    for call in ("pair_of('PAK', 'RUS', {})", "side_of('PAK', {})", "evidence('PAK', 'RUS', {})"):
        assert sorted(row["story_id"] for row in fetch(f"FROM {call.format(time)}")) == stories
    assert fetch(f"FROM compare('PAK', ['RUS'], {time})")[0]["stories"] == len(stories)


def test_one_a_day_folds_no_year_into_a_day(dated):
    # s1 and s2 may be of any day; s3 and s4 may be of one day, but nobody says so.
    assert dated(*ACTS)("FROM mart_dyad")[0]["one_a_day_events"] == 6
    told_twice = ("s1", YEAR, "year", "RUS", "PAK", "AID")
    assert dated(*ACTS, told_twice)("FROM compare('PAK', ['RUS'])")[0]["one_a_day_events"] == 6


def test_a_day_within_the_year_leaves_it_on_neither_side(dated):
    fetch = dated(*ACTS)
    (row,) = fetch("FROM partner_ranks('PAK', split := '1985-06-30')")
    assert (row["stories_before"], row["stories_after"], row["stories_undated"]) == (1, 2, 3)
    (row,) = fetch("FROM change('PAK', 'RUS', split := '1986-01-01')")
    assert (row["stories_before"], row["stories_after"], row["stories_undated"]) == (5, 0, 1)


def test_the_middle_is_that_of_all_the_days_that_may_be(dated):
    fetch = dated(*(act for act in ACTS if act[2] == "year"))
    assert fetch("FROM partner_ranks('PAK')")[0]["first_day_after"] == date(1985, 7, 2)
    years = [(f"s{n}", date(1985 + n, 1, 1), "year", "RUS", "PAK", "AID" if n > 1 else "ACCUSE") for n in range(4)]
    assert dated(*years)("FROM compare('PAK', ['RUS'])")[0]["trend"] == 9


def test_a_trend_rests_on_what_lies_in_one_half(dated):
    days = (date(2020, 1, 1), date(2020, 1, 2), date(2020, 12, 1))
    acts = [(f"s{n}", when, "day", "RUS", "PAK", "AID") for n, when in enumerate(days)]
    acts.append(("year", date(2020, 1, 1), "year", "RUS", "PAK", "ACCUSE"))
    assert dated(*acts)("FROM compare('PAK', ['RUS'])")[0]["trend"] is None


def test_a_quarrel_of_some_day_of_the_year_is_before_what_came_after_that_year(dated):
    fetch = dated(
        ("q", YEAR, "year", "USA", "PAK", "SANCTION"),
        ("s1", date(1985, 6, 1), "day", "RUS", "PAK", "AID"),
        ("s2", date(1986, 6, 1), "day", "RUS", "PAK", "AID"),
        ("s3", date(1984, 1, 1), "year", "RUS", "PAK", "ACCUSE"),
    )
    (row,) = fetch("FROM courted('RUS', 'USA')")
    counts = ("net_cooperation_before", "net_cooperation_undated", "net_cooperation_after")
    assert [row[name] for name in counts] == [-1, 1, 1]


def test_evidence_says_how_exact_its_dates_are(dated):
    fetch = dated(*ACTS)
    for name in ("evidence('RUS', 'PAK')", "mart_relation", "relation_dyad", "side_of('RUS')"):
        assert {row["story_id"]: row["date_precision"] for row in fetch(f"FROM {name}")} == {
            act[0]: act[2] for act in ACTS
        }
    ends = {row["story_id"]: row["event_date_end"] for row in fetch("FROM relation_dyad")}
    assert (ends["s1"], ends["s3"], ends["s4"], ends["s6"]) == (
        date(1985, 12, 31),
        date(1985, 7, 31),
        date(1985, 7, 1),
        None,
    )
