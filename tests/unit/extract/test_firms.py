"""Firms that the text itself places beside a state, and what they are called later."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.extensions import mentions
from tasks.extract.pipeline import build_pipeline


@pytest.fixture(scope="module")
def nlp():
    return build_pipeline(("detente_countries", "detente_persons", "detente_firms"))


@pytest.fixture
def firms(nlp):
    def find(text):
        doc = nlp.make_doc(text)
        for token in doc:
            token.is_sent_start = token.i == 0 or doc[token.i - 1].text in {".", "?"}
        for _, component in nlp.pipeline:
            doc = component(doc)
        return [(span.text, span.kb_id_) for span in mentions(doc) if span.id_ == "company"]

    return find


@pytest.mark.parametrize(
    ("text", "want"),
    [
        (
            "Tarnow Kosz Co Ltd (TKK), a Polish parts maker, bought a plant. TKK said Tarnow will pay.",
            [("Tarnow Kosz Co Ltd", "POL"), ("TKK", "POL"), ("TKK", "POL"), ("Tarnow", "POL")],
        ),
        (
            "Quervain S.A., a Paris-based firm, said so. Quervain is strong.",
            [("Quervain S.A.", "FRA"), ("Quervain", "FRA")],
        ),
        ("Dutch news agency Zwp wrote it. Zwp denied it later.", [("Zwp", "NLD"), ("Zwp", "NLD")]),
        ("He sold it to Australia's <Warrabin Ltd>. Warrabin paid.", [("Warrabin Ltd", "AUS"), ("Warrabin", "AUS")]),
        ("Peru's Cuzmin Corp dug. Cuzmin Corp sold.", [("Cuzmin Corp", "PER"), ("Cuzmin Corp", "PER")]),
        (
            "<Orrville Pump Co> of the U.S. met Peru. Orrville agreed.",
            [("Orrville Pump Co", "USA"), ("Orrville", "USA")],
        ),
    ],
)
def test_a_firm_belongs_to_the_state_beside_it(firms, text, want):
    assert firms(text) == want


def test_a_listed_firm_is_known_by_its_first_word(firms):
    assert firms("Bethlehem Steel met Peru. Bethlehem agreed.") == [("Bethlehem Steel", "USA"), ("Bethlehem", "USA")]


@pytest.mark.parametrize(
    "text",
    [
        # a unit belongs to whom the text says, which is not the state that its owner has
        "Orrville Inc, a unit of the Dutch company Zwp, sold it. Orrville gained.",
        # groups and bodies that are no firms
        "The Palestinian movement Zafir struck. Zafir hailed it.",
        "Norway's Prince Zafir met Peru. Zafir hailed it.",
        # a name that the article uses as a word, or that many have
        "Canada's <Ardent Corp> sold its ardent rival. Ardent was glad.",
        "Canada's <General Tins Corp> sold it. General opinion was good.",
        # someone else's name that begins alike
        "Canada's <Ardent Tins Corp> sold it. Ardent Smith was glad.",
        # nothing is found in headlines all in capitals, nor in text without case
        "DUTCH COMPANY ZWP BUYS PUMPS. ZWP IS GLAD.",
        "dutch news agency zwp wrote it. zwp denied it later.",
    ],
)
def test_no_later_mention_where_the_name_means_something_else(firms, text):
    later = text.split(". ")[1].split()[0]
    assert later not in [name for name, _ in firms(text)]


def test_a_capitalised_verb_is_no_part_of_the_name(firms):
    assert firms("Dutch Company Zwp Says It Will Buy Pumps in Peru.") == [("Zwp", "NLD")]


def test_one_name_of_two_states_firms_is_nobody_s(firms):
    text = "Peru's <Ardent Tins Corp> met Chile's <Ardent Coal Corp>. Ardent was glad."
    assert firms(text) == [("Ardent Tins Corp", "PER"), ("Ardent Coal Corp", "CHL")]


def test_the_rest_of_a_known_name_is_no_firm(firms):
    assert firms("Honda Motor Co Ltd of Japan met Peru.") == firms("Honda Motor Co Ltd met Peru.")


WORDS = st.sampled_from(
    "Peru 's , . < > ( ) a of the Dutch Zwp ZWP Ardent Co Ltd maker -based Paris said 5 - &".split()
)


@given(st.lists(WORDS, max_size=25))
def test_any_text_gives_names_apart_from_each_other_and_from_the_known(nlp, words):
    doc = nlp.make_doc(" ".join(words))
    for token in doc:
        token.is_sent_start = token.i == 0
    for _, component in nlp.pipeline:
        doc = component(doc)
    spans = mentions(doc)
    assert all(one.end <= two.start for one, two in pairwise(spans))
