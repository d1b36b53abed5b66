"""The field's measures, each on a case small enough to be reckoned on paper; the sums stand beside the assertions."""

import math
from datetime import date

import duckdb
import pytest
from tiny_warehouse import make_id

from seeds.reader import read_events
from warehouse.build import build, refresh_marts


@pytest.fixture(scope="module")
def built():
    with duckdb.connect() as connection:
        build(connection)
        yield connection


@pytest.fixture
def world(built):
    """Fills the warehouse with relations alone: (story, day or None, source, target, event, status, context)."""

    def fill(*acts):
        built.execute("DELETE FROM relation")
        built.execute("DELETE FROM article")
        for story in {act[0] for act in acts}:
            text = ["wire", story, None, None, None, "", 0, "Words.", "en", 1, True, "mixed", True, True]
            built.execute(f"INSERT INTO article VALUES ({', '.join('?' * 15)})", [story, *text])
        for number, act in enumerate(acts):
            story, day, source, target, event, status, context = (*act, "actual", "other")[:7]
            kind = read_events()[event]
            built.execute(
                "INSERT INTO relation VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0.9, 0, 1, ?, 'v')",
                [
                    *(make_id(number), story, source, target, kind.is_symmetric, event, kind.quad),
                    *(context, status, kind.intensity, day),
                ],
            )
        refresh_marts(built)

        def fetch(sql):
            result = built.execute(sql)
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]

        return fetch

    return fill


def day(number):
    return date(2020, 1, 1 + number)


def test_one_a_day_filter_keeps_one_event_of_a_kind_a_day(world):
    fetch = world(
        ("s1", day(0), "RUS", "PAK", "AID"),
        ("s2", day(0), "RUS", "PAK", "AID"),  # another story of the same day and kind
        ("s3", day(1), "RUS", "PAK", "AID"),
        ("s3", day(1), "PAK", "RUS", "AID"),  # the other way round
    )
    (row,) = fetch("FROM mart_dyad")
    assert (row["mentions"], row["stories"], row["one_a_day_events"]) == (4, 3, 3)
    assert fetch("FROM compare('PAK', [])")[0]["one_a_day_events"] == 3


def test_sum_mean_and_net_cooperation(world):
    fetch = world(
        ("s1", day(0), "RUS", "PAK", "AID"),  # +7
        ("s2", day(1), "RUS", "PAK", "ACCUSE"),  # -2
        ("s3", day(2), "PAK", "RUS", "AGREE", "future"),  # +4, announced
        ("s4", day(3), "PAK", "RUS", "ASSAULT", "negated"),  # counts in mentions alone
    )
    (row,) = fetch("FROM compare('PAK', ['RUS'])")
    assert row["sum_intensity"] == 7 - 2 + 4
    assert row["mean_intensity"] == pytest.approx(9 / 3)
    assert row["mean_intensity_actual"] == pytest.approx((7 - 2) / 2)
    assert (row["mentions"], row["net_cooperation_stories"], row["negated_stories"]) == (4, 2 - 1, 1)


def test_salience_is_the_geometric_mean_of_both_shares(world):
    fetch = world(
        ("s1", day(0), "RUS", "PAK", "AID"),
        ("s2", day(0), "RUS", "PAK", "AID"),
        ("s3", day(0), "USA", "PAK", "AID"),
        ("s4", day(0), "USA", "PAK", "AID"),
    )
    rows = {(row["country_a"], row["country_b"]): row for row in fetch("FROM mart_salience")}
    pair = rows["PAK", "RUS"]  # n_ab = 2, n_PAK = 4, n_RUS = 2
    assert (pair["share_a"], pair["share_b"]) == (0.5, 1)
    assert pair["salience"] == pytest.approx(math.sqrt(2 / 4 * 2 / 2))
    assert pair["log_salience"] == pytest.approx(math.log(3) / math.sqrt(math.log(5) * math.log(3)))
    assert [(r["partner"], r["share"], r["salience_rank"]) for r in fetch("FROM salience('PAK')")] == [
        ("RUS", 0.5, 1),
        ("USA", 0.5, 1),
    ]


def test_reciprocity_balances_directed_acts(world):
    fetch = world(
        ("s1", day(0), "PAK", "RUS", "AID"),
        ("s2", day(0), "PAK", "RUS", "ACCUSE"),
        ("s3", day(0), "PAK", "RUS", "AID"),
        ("s4", day(0), "RUS", "PAK", "ACCUSE"),
        ("s5", day(0), "PAK", "RUS", "CONSULT"),  # both sides alike
    )
    (row,) = fetch("FROM mart_reciprocity")
    assert (row["a_to_b_stories"], row["b_to_a_stories"], row["mutual_stories"]) == (3, 1, 1)
    assert row["balance"] == pytest.approx(2 * 1 / 4)
    assert row["share_from_a"] == 0.75
    assert row["intensity_gap"] == pytest.approx((7 - 2 + 7) / 3 - -2)


def test_reciprocity_is_unknown_without_directed_acts(world):
    (row,) = world(("s1", day(0), "PAK", "RUS", "CONSULT"))("FROM mart_reciprocity")
    assert (row["balance"], row["share_from_a"], row["mutual_stories"]) == (None, None, 1)


AFFINITY = (
    ("s1", day(0), "PAK", "IND", "ACCUSE"),  # -2
    ("s2", day(0), "CHN", "IND", "REJECT"),  # -4
    ("s3", day(0), "PAK", "AFG", "AID"),  # +7
    ("s4", day(0), "CHN", "AFG", "SUPPORT"),  # +3.5
    ("s5", day(0), "USA", "AFG", "ASSAULT"),  # -9.5
    ("s6", day(0), "USA", "IRN", "SANCTION"),  # on whom Pakistan does not act
)


def test_affinity_is_the_s_score_over_third_countries(world):
    rows = {row["other"]: row for row in world(*AFFINITY)("FROM affinity('PAK', [])")}
    assert rows["CHN"]["affinity"] == pytest.approx(1 - ((4 - 2) + (7 - 3.5)) / 2 / 10)
    assert (rows["CHN"]["third_countries"], rows["CHN"]["same_sign"]) == (2, 1)
    assert rows["USA"]["affinity"] == pytest.approx(1 - 16.5 / 10)
    assert (rows["USA"]["third_countries"], rows["USA"]["same_sign"]) == (1, 0)
    assert set(rows) == {"CHN", "USA"}


def test_third_parties_show_what_affinity_rests_on(world):
    fetch = world(*AFFINITY)
    rows = [
        (r["third"], r["a_intensity"], r["b_intensity"], r["difference"])
        for r in fetch("FROM third_parties('CHN', 'PAK')")
    ]
    assert rows == [("AFG", 3.5, 7, 3.5), ("IND", -4, -2, 2)]
    assert [row["other"] for row in fetch("FROM affinity('PAK', ['China'])")] == ["CHN"]


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


def test_partner_ranks_before_and_after(world):
    acts = [(f"u{n}", day(n), "USA", "PAK", "AID") for n in range(3)] + [("r0", day(0), "RUS", "PAK", "ACCUSE")]
    acts += [(f"r{n}", day(10 + n), "RUS", "PAK", "AID") for n in range(1, 4)]
    rows = {row["partner"]: row for row in world(*acts)("FROM partner_ranks('PAK', split := '2020-01-08')")}
    assert (rows["USA"]["rank_before"], rows["USA"]["rank_after"]) == (1, None)
    assert (rows["RUS"]["rank_before"], rows["RUS"]["rank_after"]) == (2, 1)
    assert (rows["USA"]["share_before"], rows["USA"]["share_after"]) == (0.75, 0)
    assert (rows["RUS"]["net_cooperation_before"], rows["RUS"]["net_cooperation_after"]) == (-1, 3)


def test_domain_profile_shares(world):
    fetch = world(
        ("s1", day(0), "RUS", "PAK", "AID", "actual", "energy"),
        ("s2", day(1), "RUS", "PAK", "AGREE", "future", "energy"),
        ("s3", day(2), "RUS", "PAK", "ACCUSE", "actual", "military"),
    )
    energy, military = fetch("FROM domain_profile('RUS', 'PAK')")
    assert (energy["context"], energy["stories"], energy["share_of_stories"]) == ("energy", 2, pytest.approx(2 / 3))
    assert (energy["mean_intensity_actual"], energy["mean_intensity"]) == (7, 5.5)
    assert (military["cooperation_stories"], military["conflict_stories"]) == (0, 1)
    assert [row["context"] for row in fetch("FROM domain_profile('RUS', 'PAK', since := '2020-01-03')")] == ["military"]
    assert [row["stories"] for row in fetch("FROM mart_dyad_context")] == [2, 1]


def test_triangles_name_who_is_warm_with_whose_rival(world):
    fetch = world(
        ("s1", day(0), "PAK", "IND", "ACCUSE"),
        ("s2", day(0), "CHN", "PAK", "AID"),
        ("s3", day(0), "CHN", "IND", "REJECT"),
        ("s4", day(0), "RUS", "IND", "AID"),
        ("s5", day(0), "RUS", "PAK", "SUPPORT"),
    )
    rows = {(row["b"], row["c"]): row for row in fetch("FROM triangles('PAK')")}
    assert set(rows) == {("CHN", "IND"), ("IND", "RUS")}
    assert rows["CHN", "IND"]["pattern"] == "PAK and CHN share the rival IND"
    assert rows["CHN", "IND"]["is_balanced"]
    assert rows["IND", "RUS"]["pattern"] == "RUS is warm with IND, rival of PAK"
    assert not rows["IND", "RUS"]["is_balanced"]
    assert (rows["IND", "RUS"]["stories"], rows["IND", "RUS"]["bc_intensity"]) == (1, 7)


def test_courted_after_a_quarrel(world):
    fetch = world(
        ("s1", day(5), "USA", "PAK", "SANCTION"),
        ("s2", day(1), "RUS", "PAK", "ACCUSE"),
        ("s3", day(6), "RUS", "PAK", "AID"),
        ("s4", day(7), "RUS", "PAK", "AGREE", "future"),
        ("s5", day(5), "USA", "TUR", "ACCUSE"),
        ("s6", day(2), "RUS", "TUR", "AID"),
        ("s7", day(8), "RUS", "IND", "AID"),  # has no quarrel with the United States
    )
    rows = {row["third"]: row for row in fetch("FROM courted('RUS', 'USA')")}
    assert set(rows) == {"PAK", "TUR"}
    assert (rows["PAK"]["net_cooperation_before"], rows["PAK"]["net_cooperation_after"]) == (-1, 2)
    assert (rows["PAK"]["quarrel_date"], rows["PAK"]["is_drawn_near"]) == (day(5), True)
    assert (rows["TUR"]["net_cooperation_before"], rows["TUR"]["is_drawn_near"]) == (1, False)


def test_co_movement_of_two_ties(world):
    def month(number):
        return date(2020, number, 1)

    fetch = world(
        ("s1", month(1), "IND", "RUS", "AID"),  # 7
        ("s2", month(2), "IND", "RUS", "SUPPORT"),  # 3.5
        ("s3", month(3), "IND", "RUS", "ACCUSE"),  # -2
        ("s4", month(1), "RUS", "PAK", "ACCUSE"),  # -2
        ("s5", month(2), "RUS", "PAK", "SUPPORT"),  # 3.5
        ("s6", month(3), "RUS", "PAK", "AID"),  # 7
        ("s7", month(4), "RUS", "PAK", "AID"),  # no tie of India and Russia in this month
    )
    rows = fetch("FROM co_movement('IND', 'RUS', 'PAK', 'month')")
    assert [row["moves"] for row in rows] == [None, "apart", "apart"]
    assert (rows[1]["ab_change"], rows[1]["bc_change"]) == (-3.5, 5.5)
    x, y = [7, 3.5, -2], [-2, 3.5, 7]
    mean = 8.5 / 3
    assert rows[0]["correlation"] == pytest.approx(
        sum((a - mean) * (b - mean) for a, b in zip(x, y, strict=True)) / sum((a - mean) ** 2 for a in x)
    )


def test_network_of_a_path_has_its_known_centralities(world):
    # RUS - PAK - CHN: the eigenvector of a path of three is (1, sqrt 2, 1), here scaled to its largest.
    fetch = world(("s1", day(0), "RUS", "PAK", "AID"), ("s2", day(0), "CHN", "PAK", "AID"))
    rows = {row["iso3"]: row for row in fetch("FROM mart_network")}
    assert rows["PAK"]["eigenvector_centrality"] == 1
    assert rows["RUS"]["eigenvector_centrality"] == pytest.approx(1 / math.sqrt(2), abs=1e-6)
    assert (rows["PAK"]["degree"], rows["PAK"]["degree_centrality"], rows["PAK"]["strength"]) == (2, 1, 2)
    assert (rows["PAK"]["clustering"], rows["RUS"]["clustering"]) == (0, None)
    assert (rows["PAK"]["concentration"], rows["RUS"]["concentration"]) == (0.5, 1)


def test_network_clustering_counts_ties_among_partners(world):
    fetch = world(
        ("s1", day(0), "RUS", "PAK", "AID"),
        ("s2", day(0), "CHN", "PAK", "AID"),
        ("s3", day(0), "USA", "PAK", "ACCUSE"),
        ("s4", day(0), "RUS", "CHN", "AID"),
    )
    rows = {row["iso3"]: row for row in fetch("FROM mart_network")}
    assert rows["PAK"]["clustering"] == pytest.approx(1 / 3)  # of three pairs of partners one is tied
    assert rows["RUS"]["clustering"] == 1
    assert (rows["PAK"]["cooperative_partners"], rows["PAK"]["conflictual_partners"]) == (2, 1)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("compare('Pakstan', [])", r"no country Pakstan: did you mean Pakistan \(PAK\)\?"),
        ("pair_of('PAK', 'RUS', domain := 'enrgy')", "no domain enrgy: aid, diplomatic"),
        ("side_of('PAK', only_status := 'done')", "no status done: actual, future"),
        ("evidence('PAK', 'RUS', only_event := 'HUG')", "no event HUG: ACCUSE, AGREE"),
    ],
)
def test_wrong_words_are_errors(con, call, message):
    with pytest.raises(duckdb.Error, match=message):
        con.execute(f"FROM {call}").fetchall()


def test_filters_narrow_every_macro(records):
    assert records("FROM compare('PAK', ['RUS'], domain := 'Energy')")[0]["mentions"] == 2
    assert records("FROM compare('PAK', ['RUS'], only_status := 'future')")[0]["mentions"] == 2
    assert records("FROM compare('PAK', ['RUS'], since := '2020-06-01')")[0]["mentions"] == 3
    assert [row["event"] for row in records("FROM dyad('RUS', 'PAK', only_status := 'future')")] == ["AID"]
    assert len(records("FROM timeline('RUS', 'PAK', 'month', until := '2020-01-31')")) == 1
    assert len(records("FROM evidence('RUS', 'PAK', only_event := 'consult')")) == 1
    assert records("FROM side_of('IND', since := '1900-01-01')") == []  # undated ones are out


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
