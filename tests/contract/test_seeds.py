"""The seeds agree with each other and with themselves."""

import re
from collections import Counter
from itertools import combinations

import pytest

from seeds.reader import (
    QUADS,
    read_aliases,
    read_contexts,
    read_countries,
    read_currencies,
    read_events,
    read_leaders,
)

ISO3 = re.compile(r"[A-Z]{3}")


def test_countries_have_codes_names_and_kinds():
    countries = read_countries()
    assert len(countries) > 190
    assert [code for code in countries if not ISO3.fullmatch(code)] == []
    assert {country.kind for country in countries.values()} <= {"state", "territory", "historic", "bloc"}
    assert [country.iso3 for country in countries.values() if not country.name or not country.region] == []


def test_country_names_and_iso2_are_given_once():
    names = Counter(country.name.lower() for country in read_countries().values())
    iso2 = Counter(country.iso2 for country in read_countries().values() if country.iso2)
    assert [name for name, times in (names + iso2).items() if times > 1] == []


def test_successor_is_a_country_and_a_historic_state_has_ended():
    countries = read_countries()
    assert [c.iso3 for c in countries.values() if c.successor and c.successor not in countries] == []
    assert [c.iso3 for c in countries.values() if c.kind == "historic" and not c.valid_to] == []


@pytest.mark.parametrize("name", ["SUN", "YUG", "CSK", "DDR", "EUU", "PAK", "RUS", "USA"])
def test_codes_that_the_docs_promise_are_there(name):
    assert name in read_countries()


@pytest.mark.parametrize("read", [read_aliases, read_leaders, lambda: read_currencies().values()])
def test_whose_it_is_is_a_country(read):
    unknown = {row.iso3 for row in read() if row.iso3 and row.iso3 not in read_countries()}
    assert unknown == set()


def test_only_a_blocking_phrase_or_a_supranational_currency_has_no_country():
    assert [a.alias for a in read_aliases() if not a.iso3 and a.kind != "block"] == []


def test_dates_begin_before_they_end():
    dated = [(row, row.valid_from, row.valid_to) for row in (*read_countries().values(), *read_aliases())]
    dated += [(row, row.valid_from, row.valid_to) for row in read_currencies().values()]
    dated += [(row, row.from_date, row.to_date) for row in read_leaders()]
    assert [row for row, start, end in dated if start and end and start > end] == []


def test_match_words_are_known():
    assert {alias.match for alias in read_aliases()} <= {"any", "cased", "exact", "letters", "sole", "context", "named"}
    assert {leader.match for leader in read_leaders()} <= {"any", "cased", "full"}


def test_alias_means_one_country_at_a_time():
    by_alias: dict[str, list] = {}
    for alias in read_aliases():
        key = alias.alias if alias.match in {"cased", "exact", "letters", "sole"} else alias.alias.lower()
        by_alias.setdefault(key, []).append(alias)
    clashes = [
        (one.alias, one.iso3, two.iso3)
        for rows in by_alias.values()
        for one, two in combinations(rows, 2)
        # a name that several states share is settled by the article
        if one.iso3 != two.iso3 and not one.match == two.match == "named" and _overlap(one, two)
    ]
    assert clashes == []


def _overlap(one, two):
    starts_before_end = not (one.valid_from and two.valid_to and one.valid_from > two.valid_to)
    ends_after_start = not (two.valid_from and one.valid_to and two.valid_from > one.valid_to)
    return starts_before_end and ends_after_start


def test_currencies_have_iso_codes():
    assert [code for code in read_currencies() if not ISO3.fullmatch(code)] == []
    assert {"USD", "PKR", "DEM", "FRF", "ITL", "XEU", "SUR"} <= set(read_currencies())


def test_event_types_lie_on_the_scale_and_agree_with_their_quad():
    events = read_events()
    assert len(events) == 16
    assert {event.quad for event in events.values()} == set(QUADS)
    assert [e.event for e in events.values() if not -10 <= e.intensity <= 10] == []
    assert [e.event for e in events.values() if (e.intensity > 0) != e.quad.endswith("cooperation")] == []


def test_material_acts_weigh_more_than_verbal_ones():
    mean = {quad: [abs(e.intensity) for e in read_events().values() if e.quad == quad] for quad in QUADS}
    weight = {quad: sum(values) / len(values) for quad, values in mean.items()}
    assert weight["material_cooperation"] > weight["verbal_cooperation"]
    assert weight["material_conflict"] > weight["verbal_conflict"]


def test_contexts_are_explained():
    assert len(read_contexts()) == 13
    assert all(read_contexts().values())
