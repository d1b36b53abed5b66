"""The measures of two countries, each on a case small enough to be reckoned on paper; the sums stand beside them."""

import math
from datetime import date

import duckdb
import pytest
from tiny_warehouse import day

from warehouse.build import refresh_marts, sql_files


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


def test_one_a_day_filter_tells_mutual_acts_from_own_ones_and_leaves_out_the_negated(world, built):
    fetch = world(
        ("s1", day(0), "PAK", "RUS", "CONSULT"),  # both sides alike, kept as PAK -> RUS
        ("s2", day(0), "PAK", "RUS", "CONSULT"),
        ("s3", day(0), "RUS", "PAK", "CONSULT"),
        ("s4", day(0), "PAK", "RUS", "AID", "negated"),
    )
    built.execute("UPDATE relation SET is_symmetric = FALSE WHERE article_id IN ('s2', 's3')")
    refresh_marts(built)
    for name in ("mart_dyad", "mart_dyad_month", "compare('PAK', [])", "compare('RUS', [])"):
        assert fetch(f"FROM {name}")[0]["one_a_day_events"] == 3, name
    directed = {row["source"]: row["one_a_day_events"] for row in fetch("FROM mart_directed_dyad")}
    assert directed == {"PAK": 1, "RUS": 1}  # each one's act, whoever stands first in the alphabet


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


def test_a_story_of_words_and_deeds_counts_once(world):
    fetch = world(
        ("s1", day(0), "RUS", "PAK", "ACCUSE"),
        ("s1", day(0), "RUS", "PAK", "ASSAULT"),  # the same story
        ("s1", day(0), "RUS", "PAK", "AID"),  # and cooperation besides
        ("s2", day(1), "RUS", "PAK", "ACCUSE"),
        ("s3", day(2), "RUS", "PAK", "SUPPORT"),
        ("s4", day(3), "RUS", "PAK", "ASSAULT", "negated"),  # in the stories alone
        ("s5", date(2020, 7, 1), "RUS", "PAK", "AID"),  # another quarter
    )
    for name in ("mart_dyad", "mart_directed_dyad", "compare('PAK', ['RUS'])"):
        (row,) = fetch(f"FROM {name}")
        assert (row["verbal_conflict_stories"], row["material_conflict_stories"]) == (2, 1)
        assert (row["stories"], row["conflict_stories"], row["cooperation_stories"]) == (5, 2, 3), name
    for name in ("mart_dyad_month", "timeline('RUS', 'PAK', 'quarter')"):
        first, last = fetch(f"FROM {name}")
        assert (first["conflict_stories"], first["cooperation_stories"]) == (2, 2)
        assert (first["conflict_share"], first["cooperation_share"]) == (2 / 4, 2 / 4), name
        assert (last["conflict_stories"], last["conflict_share"], last["cooperation_share"]) == (0, 0, 1)
    assert fetch("FROM compare('PAK', ['CHN'])")[0]["conflict_stories"] == 0


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


def test_one_sided_relations_rest_on_own_acts_alone(world):
    (query,) = (path for path in sql_files("queries") if path.stem == "one_sided_relations")
    fetch = world(
        *((f"f{n}", day(0), "FRA", "GBR", "ACCUSE") for n in range(2)),  # -2
        *((f"g{n}", day(0), "GBR", "FRA", "AID") for n in range(2)),  # 7
        *((f"m{n}", day(0), "FRA", "GBR", "CONSULT") for n in range(9)),  # both sides alike: no one's own act
        *((f"c{n}", day(0), "CHN", "PAK", "CONSULT") for n in range(9)),
        ("p0", day(0), "PAK", "RUS", "AID"),  # one story a way proves nothing
        ("r0", day(0), "RUS", "PAK", "ASSAULT"),
    )
    (row,) = fetch(query.read_text(encoding="utf-8"))
    assert (row["country_a"], row["country_b"], row["a_to_b_stories"], row["b_to_a_stories"]) == ("FRA", "GBR", 2, 2)
    assert row["intensity_gap"] == 9


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


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("compare('Pakstan', [])", r"no country Pakstan: did you mean Pakistan \(PAK\)\?"),
        ("dyad('PAK', 'the Wakandan')", "no country the Wakandan. See SELECT iso3, name FROM country"),
        ("dyad('PAK', '')", "no country . See"),
        ("dyad('PAK', NULL)", "no country NULL. See"),
        ("compare('PAK', NULL)", r"no list of countries: NULL; \[\] means all of them"),
        ("compare('PAK', ['RUS', NULL])", "no country NULL"),
        ("affinity('PAK', NULL)", "no list of countries: NULL"),
        ("pair_of('PAK', 'RUS', domain := 'enrgy')", "no domain enrgy: aid, diplomatic"),
        ("side_of('PAK', only_status := 'done')", "no status done: actual, future"),
        ("evidence('PAK', 'RUS', only_event := 'HUG')", "no event HUG: ACCUSE, AGREE"),
    ],
)
def test_wrong_words_are_errors(con, call, message):
    with pytest.raises(duckdb.Error, match=message):
        con.execute(f"FROM {call}").fetchall()


@pytest.mark.parametrize("wanted", ["usa", " US ", "us", "U.S.", "the U.S.", "The United States", "united states"])
def test_a_country_is_named_by_code_or_name(records, wanted):
    (row,) = records("SELECT country_code(?) AS found", [wanted])
    assert row["found"] == "USA"
    assert records("FROM compare('PAK', [?])", [wanted])[0]["partner"] == "USA"


def test_filters_narrow_every_macro(records):
    assert records("FROM compare('PAK', ['RUS'], domain := 'Energy')")[0]["mentions"] == 2
    assert records("FROM compare('PAK', ['RUS'], only_status := 'future')")[0]["mentions"] == 2
    assert records("FROM compare('PAK', ['RUS'], since := '2020-06-01')")[0]["mentions"] == 3
    assert [row["event"] for row in records("FROM dyad('RUS', 'PAK', only_status := 'future')")] == ["AID"]
    assert len(records("FROM timeline('RUS', 'PAK', 'month', until := '2020-01-31')")) == 1
    assert len(records("FROM evidence('RUS', 'PAK', only_event := 'consult')")) == 1
    assert records("FROM side_of('IND', since := '1900-01-01')") == []  # undated ones are out
