"""Which spans of text name which country."""

import json
from datetime import date
from pathlib import Path

import pytest

from tasks.extract.extensions import mentions

GOLDEN = [json.loads(line) for line in (Path(__file__).parent / "golden_countries.jsonl").open(encoding="utf-8")]


def found(doc):
    return [(span.text, span.kb_id_) for span in mentions(doc) if span.kb_id_]


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["text"][:50])
def test_golden(read, case):
    published = date.fromisoformat(case["published"]) if case.get("published") else None
    assert found(read(case["text"], published=published)) == [tuple(pair) for pair in case["mentions"]]


def test_boilerplate_sentences_name_no_country(read):
    doc = read("Reporting by our staff in Moscow", "Pakistan welcomed the loan.", boilerplate=(0,))
    assert found(doc) == [("Pakistan", "PAK")]


def test_kind_and_label_are_kept(read):
    doc = read("Gazprom told Islamabad that the pipeline would be built by Karachi workers.")
    assert [(span.label_, span.id_) for span in mentions(doc)] == [
        ("organisation", "company"),
        ("country", "capital"),
        ("place", "city"),
    ]


def test_an_ambiguous_name_needs_another_country_in_text_without_case(read):
    alone = read("georgia said the vote would be held on time")
    beside = read("georgia said russia had moved the border")
    assert found(alone) == []
    assert found(beside) == [("georgia", "GEO"), ("russia", "RUS")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Recep Tayyip Erdoğan spoke. Erdoğan left. ERDOĞAN won.", "TUR TUR TUR"),
        ("Viktor Orbán met Pedro Sánchez in Bogotá.", "HUN ESP COL"),
        ("Kılıçdaroğlu spoke of Türkiye and Côte d’Ivoire.", "TUR TUR CIV"),
    ],
)
def test_names_are_known_with_their_diacritics(read, text, wanted):
    doc = read(*text.split(". "), published=date(2018, 9, 10))
    assert [span.kb_id_ for span in mentions(doc)] == wanted.split()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Trump worked with Xi on North Korea.", "USA CHN PRK"),
        ("Trump worked with Xi.", "USA"),  # no state is named: it may be anybody
        ("XI visitors came with Trump.", "USA"),  # eleven
        ("He said that Trump had left.", "USA"),
        ("Li and Trump met.", "USA"),  # whose last name was the premier's is open where China isn't named
        ("Li visited China with Trump.", "CHN CHN USA"),
    ],
)
def test_a_last_name_of_two_letters_is_a_leaders_where_it_is_written_as_one(read, text, wanted):
    doc = read(text, published=date(2017, 12, 3))
    assert [span.kb_id_ for span in mentions(doc)] == wanted.split()


def test_the_last_name_stands_first_in_some_names(read):
    doc = read("Wu Dawei spoke in Seoul.", "Wu left.", published=date(2011, 5, 1))
    assert [(span.text, span.kb_id_) for span in mentions(doc)][-1] == ("Wu", "CHN")


@pytest.mark.parametrize(
    ("text", "day", "wanted"),
    [
        ("Obama had expelled diplomats, the United States said.", date(2018, 4, 1), ["USA", "USA"]),
        ("Obama had expelled diplomats.", date(2018, 4, 1), []),  # nothing else speaks of his state
        ("Obama had expelled diplomats, the United States said.", date(2023, 4, 1), ["USA"]),
        ("Truss had hoped for more, Britain said.", date(2024, 4, 1), ["GBR", "GBR"]),  # in office for seven weeks
    ],
)
def test_a_former_head_is_known_by_last_name_for_three_years_where_the_state_is_named(read, text, day, wanted):
    assert [span.kb_id_ for span in mentions(read(text, published=day))] == wanted


def test_dashes_join_states_and_hyphens_hang(read):
    doc = read("The U.S.–Iran deal held, and US- and Iran-backed groups fought.")
    assert [span.kb_id_ for span in mentions(doc)] == ["USA", "IRN", "USA", "IRN"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The EC met.|Farmers protest over Commission proposals.|Commission sources were angry.", ["EUU"] * 3),
        ("The EC met.|The Securities Commission refused.|Commission staff left.", ["EUU"]),
        ("The Royal Commission met.|Commission sources were angry.", []),
    ],
)
def test_commission_is_the_communitys_where_no_other_is_named(read, text, wanted):
    assert [span.kb_id_ for span in mentions(read(*text.split("|")))] == wanted


def test_the_last_word_of_a_surname_is_known_again(read):
    doc = read("Mohammed bin Salman spoke.", "Salman left.", published=date(2018, 3, 1))
    assert [(span.text, span.kb_id_) for span in mentions(doc)][-1] == ("Salman", "SAU")
