"""Change between two periods with its bounds, reckoned on paper: two events do not make a trend."""

import math

import pytest
from tiny_warehouse import day

from seeds.reader import read_events


def prior(fetch):
    (row,) = fetch("FROM mart_intensity_prior")
    return row["within_variance"], row["between_variance"], row["is_estimated"]


def scale_variance():
    values = [event.intensity for event in read_events().values()]
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values) / len(values)


def test_prior_of_a_small_warehouse_is_the_scale(world):
    within, between, is_estimated = prior(world(("s1", day(0), "PAK", "RUS", "AID")))
    assert not is_estimated
    assert (within, between) == (pytest.approx(scale_variance()), pytest.approx(scale_variance()))


def test_prior_is_the_analysis_of_variance(world):
    # Ten pairs of two stories each: one of +7 and one of -2 in five of them, two of +7 in the others.
    partners = ["RUS", "CHN", "USA", "IND", "AFG", "IRN", "TUR", "SAU", "FRA", "DEU"]
    acts = []
    for number, partner in enumerate(partners):
        acts.append((f"a{number}", day(0), partner, "PAK", "AID"))
        acts.append((f"b{number}", day(1), partner, "PAK", "ACCUSE" if number < 5 else "AID"))
    within, between, is_estimated = prior(world(*acts))
    # Means of pairs: 2.5 and 7. SSW = 5 * 2 * 4.5^2 = 202.5 over N - k = 10. SSB = 20 * 2.25^2 = 101.25 over k - 1 = 9.
    assert is_estimated
    assert within == pytest.approx(20.25)
    assert between == pytest.approx(20.25 / 10)  # (11.25 - 20.25) / 2 is below 0: a tenth of within is the least


def test_two_events_make_no_trend(world):
    fetch = world(("s1", day(0), "RUS", "PAK", "ACCUSE"), ("s2", day(9), "RUS", "PAK", "AID"))
    (row,) = fetch("FROM change('RUS', 'PAK', split := DATE '2020-01-05')")
    v = scale_variance()  # within = between, so a mean of one story is shrunk half way to the mean of both, 2.5
    assert (row["mean_before"], row["mean_after"]) == (-2, 7)
    assert row["change"] == pytest.approx(9 / 2)
    assert row["change_high"] - row["change"] == pytest.approx(1.96 * math.sqrt(v / 2 + v / 2))
    assert row["change_low"] < 0 < row["change_high"]
    assert not row["is_sure"]


def test_many_events_make_a_trend(world):
    acts = [(f"a{n}", day(n), "RUS", "PAK", "ACCUSE") for n in range(12)]
    acts += [(f"b{n}", day(15 + n), "RUS", "PAK", "AID") for n in range(12)]
    (row,) = world(*acts)("FROM change('PAK', 'RUS')")  # the middle of the record parts the two
    v, n = scale_variance(), 12
    assert row["first_day_after"] == day(13)
    assert row["change"] == pytest.approx(9 * n / (n + 1))
    assert row["change_low"] == pytest.approx(9 * n / (n + 1) - 1.96 * math.sqrt(2 * v / (n + 1)))
    assert row["is_sure"]


def test_change_takes_a_story_once_however_often_it_is_told(world):
    acts = [("s1", day(0), "RUS", "PAK", "ACCUSE")] * 30 + [("s2", day(9), "RUS", "PAK", "AID")] * 30
    (row,) = world(*acts)("FROM change('RUS', 'PAK')")
    assert (row["mentions"], row["stories"], row["is_sure"]) == (60, 2, False)


def test_change_is_unknown_where_a_period_is_empty(world):
    (row,) = world(("s1", day(9), "RUS", "PAK", "AID"))("FROM change('RUS', 'PAK', split := '2020-01-05')")
    assert (row["stories_before"], row["stories_after"], row["mean_after"]) == (0, 1, 7)
    assert (row["change"], row["change_low"], row["is_sure"], row["rank_before"]) == (None, None, False, None)


def test_compare_bounds_its_trend(world):
    acts = [(f"a{n}", day(n), "RUS", "PAK", "ACCUSE") for n in range(2)]
    acts += [(f"b{n}", day(15 + n), "RUS", "PAK", "AID") for n in range(2)]
    (row,) = world(*acts)("FROM compare('PAK', ['RUS'])")
    v = scale_variance()
    assert row["trend"] == 9
    assert (row["trend_low"] + row["trend_high"]) / 2 == pytest.approx(9 * 2 / 3)
    assert row["trend_high"] - row["trend_low"] == pytest.approx(2 * 1.96 * math.sqrt(2 * v / 3))


@pytest.mark.parametrize("days", [[3, 3, 3, 3], [0, 0, 0, 9]], ids=["one day", "three of four on one day"])
def test_bounds_of_a_trend_are_where_the_trend_is(world, days):
    acts = [(f"s{n}", day(days[n]), "RUS", "PAK", "AID") for n in range(4)]
    (row,) = world(*acts)("FROM compare('PAK', ['RUS'])")
    assert (row["trend"] is None) == (row["trend_low"] is None) == (row["trend_high"] is None) == (len(set(days)) == 1)


@pytest.mark.parametrize(("last", "middle"), [(1, 1), (2, 1), (3, 2), (8, 4), (9, 5)])
def test_the_middle_parts_a_record_alike_in_every_macro(world, last, middle):
    days = [0, 0, middle - 1, middle, last]
    acts = [(f"s{n}", day(number), "RUS", "PAK", "AID") for n, number in enumerate(days)]
    acts[3] = ("s3", day(middle), "RUS", "PAK", "ACCUSE")  # on the middle day itself
    fetch = world(*acts)
    later = [number for number in days if number >= middle]
    for call in ("change('RUS', 'PAK')", "partner_ranks('PAK')"):
        (row,) = fetch(f"FROM {call}")
        assert (row["first_day_after"], row["stories_after"]) == (day(middle), len(later)), call
    (row,) = fetch("FROM compare('PAK', ['RUS'])")
    assert row["trend"] == pytest.approx((7 * (len(later) - 1) - 2) / len(later) - 7)


def test_partner_ranks_before_and_after(world):
    acts = [(f"u{n}", day(n), "USA", "PAK", "AID") for n in range(3)] + [("r0", day(0), "RUS", "PAK", "ACCUSE")]
    acts += [(f"r{n}", day(10 + n), "RUS", "PAK", "AID") for n in range(1, 4)]
    rows = {row["partner"]: row for row in world(*acts)("FROM partner_ranks('PAK', split := '2020-01-08')")}
    assert (rows["USA"]["rank_before"], rows["USA"]["rank_after"]) == (1, None)
    assert (rows["RUS"]["rank_before"], rows["RUS"]["rank_after"]) == (2, 1)
    assert (rows["USA"]["share_before"], rows["USA"]["share_after"]) == (0.75, 0)
    assert (rows["RUS"]["net_cooperation_before"], rows["RUS"]["net_cooperation_after"]) == (-1, 3)


def test_undated_acts_are_shown_but_neither_before_nor_after(world):
    fetch = world(
        ("s1", None, "USA", "PAK", "SANCTION"),
        ("s2", None, "RUS", "PAK", "AID"),
    )
    (row,) = fetch("FROM courted('RUS', 'USA')")
    assert (row["third"], row["net_cooperation_undated"], row["quarrel_date"]) == ("PAK", 1, None)
    assert (row["net_cooperation_after"], row["is_drawn_near"]) == (0, None)
    ranks = {row["partner"]: row for row in fetch("FROM partner_ranks('PAK')")}
    assert (ranks["RUS"]["stories"], ranks["RUS"]["stories_undated"], ranks["RUS"]["stories_after"]) == (1, 1, 0)
    assert (ranks["RUS"]["mean_after"], ranks["RUS"]["rank_after"], ranks["RUS"]["is_sure"]) == (None, None, False)
