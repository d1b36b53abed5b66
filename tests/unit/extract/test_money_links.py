"""Who pays whom: from words, from relations, and left open where neither says."""

from dataclasses import dataclass

import pytest
import spacy

from tasks.extract import extensions
from tasks.extract.components.money import make_money_finder, story_dollar
from tasks.extract.extensions import MENTIONS, make_mention, mentions
from tasks.extract.money import find_money, link_countries


@dataclass(frozen=True)
class Relation:
    source: str
    target: str
    event: str
    evidence: tuple[int, int] = (0, 10)
    is_symmetric: bool = False
    status: str = "actual"
    context: str = "economic"


NAMES = {
    "Japan": "JPN",
    "Kenya": "KEN",
    "Russia": "RUS",
    "Pakistan": "PAK",
    "Norway": "NOR",
    "Canada": "CAN",
    "France": "FRA",
}


def places(text):
    return [(text.index(n), text.index(n) + len(n), iso3, "name") for n, iso3 in NAMES.items() if n in text]


def link(text, relations=()):
    found = find_money(text, casing="mixed", published=None, context_iso3=[])
    (one,) = link_countries(found, places(text), relations, text=text)
    return one.payer, one.payee, one.pair, one.purpose


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Japan gave Kenya $5 million in food aid.", ("JPN", "KEN", None, "aid")),
        ("Kenya received a grant of 5 mln dlrs from Japan.", ("JPN", "KEN", None, "aid")),
        ("Japan will lend $5 million to Kenya.", ("JPN", "KEN", None, "loan")),
        ("Japan suspended $5 million in aid to Kenya.", ("JPN", "KEN", None, "aid")),
        ("Kenya has secured 25 mln dlrs aid from banks.", (None, "KEN", None, "aid")),
        ("Japan is investing about $5 billion in ports in Kenya.", ("JPN", "KEN", None, "infrastructure")),
        ("Russia and Pakistan seek a gas deal worth $2 billion.", (None, None, ("PAK", "RUS"), "energy_deal")),
        ("The report, read in Kenya, put the loss at $5 million.", (None, None, None, "other")),
        ("Wheat from Norway cost 120 dlrs a tonne.", (None, None, None, "trade")),
    ],
)
def test_words_bind_the_amount(text, want):
    assert link(text) == want


def test_a_relation_binds_what_words_leave_open():
    text = "Norway and Kenya spoke of a package of $5 million in aid."
    assert link(text, [Relation("NOR", "KEN", "AID")])[:2] == ("NOR", "KEN")


def test_a_fine_is_paid_by_the_target():
    text = "Norway told Russia of a fine of $5 million."
    assert link(text, [Relation("NOR", "RUS", "SANCTION")])[:2] == ("RUS", "NOR")


def test_a_symmetric_relation_gives_a_pair():
    text = "Russia, with Pakistan at its side, hailed a trade pact of $5 million."
    assert link(text, [Relation("PAK", "RUS", "AGREE", is_symmetric=True)])[2] == ("PAK", "RUS")


def test_no_country_pays_itself():
    payer, payee, _, _ = link("Japan lent $5 million to Japan Steel.")
    assert payer != payee or payer is None


def make_doc(text):
    extensions.register()
    doc = spacy.blank("en")(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in {".", "\n"}
    doc.spans[MENTIONS] = [
        make_mention(doc, token.i, token.i + 1, "country", NAMES[token.text], "name")
        for token in doc
        if token.text in NAMES
    ]
    return doc


def test_component_writes_document_offsets():
    doc = make_doc("Nothing here . Japan gave Kenya $5 million in aid .")
    make_money_finder(spacy.blank("en"), "money")(doc)
    (one,) = doc._.money
    assert doc.text[one.start : one.end] == "$5 million"
    assert (one.sentence, one.payer, one.payee) == (1, "JPN", "KEN")


def test_boilerplate_is_not_read():
    doc = make_doc("Send $5 million . Japan slept .")
    doc._.boilerplate = frozenset({0})
    make_money_finder(spacy.blank("en"), "money")(doc)
    assert doc._.money == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Canada lost 5 mln dlrs . Canada wept .", "CAN"),
        ("Canada lost 5 mln dlrs .", None),
        ("Canada lost 5 mln dlrs or 4 mln U.S. dlrs .", "CAN"),
        ("France lost 5 mln dlrs . France wept .", None),
    ],
)
def test_story_dollar(text, want):
    doc = make_doc(text)
    assert story_dollar(doc, mentions(doc)) == want
