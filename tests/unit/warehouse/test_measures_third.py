"""The measures that look at third countries: affinity, triangles, courting, ties that move together, the network."""

import math
from datetime import date

import pytest
from tiny_warehouse import day

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
    sums = [(r["mentions"], r["stories"]) for r in fetch("FROM third_parties('CHN', 'PAK')")]
    assert sums == [(2, 2), (2, 2)]  # of either country one
    rows = [
        (r["third"], r["a_intensity"], r["b_intensity"], r["difference"])
        for r in fetch("FROM third_parties('CHN', 'PAK')")
    ]
    assert rows == [("AFG", 3.5, 7, 3.5), ("IND", -4, -2, 2)]
    assert [row["other"] for row in fetch("FROM affinity('PAK', ['China'])")] == ["CHN"]


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


def test_a_period_without_either_tie_is_passed_over(world):
    acts = [("IND", "RUS", "AID"), ("RUS", "PAK", "AID")], [("IND", "RUS", "ACCUSE"), ("RUS", "PAK", "SUPPORT")]
    fetch = world(
        *(("s0", date(2020, 1, 1), *act) for act in acts[0]),  # one story on both ties
        *(("s1", date(2020, 3, 1), *act) for act in acts[1]),
    )
    january, march = fetch("FROM co_movement('IND', 'RUS', 'PAK', 'month')")
    assert (march["ab_change"], march["bc_change"], march["moves"]) == (-2 - 7, 3.5 - 7, "together")
    assert (january["stories"], january["mentions"], january["ab_stories"]) == (2, 2, 1)


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
