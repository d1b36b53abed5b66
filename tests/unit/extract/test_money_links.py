"""Who pays whom: from words, from relations, and left open where neither says."""

import pytest
import spacy

from tasks.extract import extensions
from tasks.extract.components.money import make_money_finder, story_dollar
from tasks.extract.extensions import MENTIONS, make_mention, mentions
from tasks.extract.money import find_money, link_countries
from tests.unit.extract.linking import Deal

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
        ("Kenya was granted $5 million by a bank.", (None, "KEN", None, "other")),
        ("Japan gave Kenya $5 million in grants.", ("JPN", "KEN", None, "aid")),
        ("Kenya has asked Japan for a $5 million loan.", ("JPN", "KEN", None, "loan")),
        ("Kenya asked its creditor banks for a $5 million loan.", (None, "KEN", None, "loan")),
        ("Kenya sold wheat to Norway for $5 million.", ("NOR", "KEN", None, "trade")),
        ("Kenya bought ships from Norway for $5 million.", ("KEN", "NOR", None, "trade")),
        ("Kenya plans to spend $5 million to buy Norway's jets.", ("KEN", "NOR", None, "arms")),
        ("Kenya will import $5 million of Norway goods.", ("KEN", "NOR", None, "trade")),
        ("Kenya owes $5 million.", ("KEN", None, None, "debt")),
        ("Norway spoke of Kenya's $5 million debt.", ("KEN", None, None, "debt")),
        ("Kenya signed a deal worth $5 million with Norway.", (None, None, ("KEN", "NOR"), "other")),
        ("Kenya had a $5 million surplus with Norway.", (None, None, ("KEN", "NOR"), "trade")),
        ("Kenya and Norway made a profit of $5 million.", (None, None, None, "other")),
        ("Norway spoke in Kenya of a profit of $5 million.", (None, None, None, "other")),
        ("A firm led by Norway paid $5 million.", (None, None, None, "other")),
    ],
)
def test_words_bind_the_amount(text, want):
    assert link(text) == want


def test_a_relation_binds_what_words_leave_open():
    text = "Norway and Kenya spoke of a package of $5 million in aid."
    assert link(text, [Deal("NOR", "KEN", "AID")])[:2] == ("NOR", "KEN")


def test_a_fine_is_paid_by_the_target():
    text = "Norway told Russia of a fine of $5 million."
    assert link(text, [Deal("NOR", "RUS", "SANCTION")])[:2] == ("RUS", "NOR")


def test_a_symmetric_relation_gives_a_pair():
    text = "Russia, with Pakistan at its side, hailed a trade pact of $5 million."
    assert link(text, [Deal("PAK", "RUS", "AGREE", is_symmetric=True)])[2] == ("PAK", "RUS")


def test_an_event_that_did_not_happen_binds_nothing():
    text = "Norway spoke in Kenya of a package of $5 million."
    assert link(text, [Deal("NOR", "KEN", "COOPERATE", status="negated")])[:3] == (None, None, None)
    assert link(text, [Deal("NOR", "KEN", "COOPERATE")])[2] == ("KEN", "NOR")


def test_talk_or_a_quarrel_is_no_deal():
    text = "Norway spoke in Kenya of a package of $5 million."
    assert link(text, [Deal("KEN", "NOR", "CONSULT", is_symmetric=True)])[2] is None
    assert link(text, [Deal("NOR", "KEN", "COOPERATE", context="diplomatic")])[2] is None


def found_in(text, relations=()):
    found = find_money(text, casing="mixed", published=None, context_iso3=[])
    return link_countries(found, places(text), relations, text=text)


def test_a_conversion_is_bound_as_the_amount_that_it_restates():
    first, second = found_in("Japan will lend Kenya 5 mln stg ($7 million) over two years.")
    assert (second.payer, second.payee, second.purpose, second.status) == ("JPN", "KEN", "loan", "planned")
    assert (second.twin, second.period) == ((first.start, first.end), first.period or second.period)


def test_the_second_sum_of_a_list_flows_as_the_first():
    first, second = found_in("Kenya asked Japan for $5 million now, then $1 million.")
    assert (first.payer, first.payee) == (second.payer, second.payee) == ("JPN", "KEN")


def test_money_belongs_to_the_event_between_its_states():
    text = "Japan gave Kenya $5 million in aid after Russia met Norway."
    events = [Deal("RUS", "NOR", "CONSULT", evidence=(44, 60)), Deal("JPN", "KEN", "AID", evidence=(6, 31))]
    (one,) = found_in(text, events)
    assert one.event == ("JPN", "KEN", False, "AID")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Japan gave Kenya $5 million in aid.", "paid"),
        ("Japan has lent Kenya $5 million.", "paid"),
        ("Japan pledged Kenya $5 million in aid.", "pledged"),
        ("Japan will give Kenya $5 million in aid.", "planned"),
        ("Japan plans to lend Kenya $5 million.", "planned"),
        ("Japan may give Kenya $5 million in aid.", "possible"),
        ("Japan suspended $5 million in aid to Kenya.", "withheld"),
        ("Japan did not pledge Kenya $5 million in aid.", "withheld"),
        ("Japan was accused of paying Kenya $5 million.", "alleged"),
        ("The sum for Kenya from Japan is $5 million in aid.", None),
    ],
)
def test_the_words_beside_an_amount_give_its_status(text, status):
    (one,) = found_in(text)
    assert one.status == status


@pytest.mark.parametrize(
    ("event", "status", "want"),
    [
        ("AID", "actual", "paid"),
        ("AID", "future", "planned"),
        ("AID", "hypothetical", "possible"),
        ("AGREE", "future", "pledged"),
        ("ACCUSE", "actual", "alleged"),
    ],
)
def test_the_event_gives_the_status_that_words_leave_open(event, status, want):
    text = "The sum for Kenya from Japan is $5 million in aid."
    (one,) = found_in(text, [Deal("JPN", "KEN", event, evidence=(0, 49), status=status)])
    assert one.status == want


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


def read_doc(text):
    doc = make_doc(text)
    make_money_finder(spacy.blank("en"), "money")(doc)
    return doc._.money


def test_a_sentence_that_goes_on_takes_the_countries_of_the_one_before():
    _, second, third = read_doc(
        "Japan will lend Kenya $5 million . The loan includes a $2 million grant . Norway put the loan at $9 million ."
    )
    assert (second.payer, second.payee) == ("JPN", "KEN")
    # Another country breaks the thread.
    assert (third.payer, third.payee) == (None, None)


def test_a_sentence_on_something_else_takes_no_countries():
    assert read_doc("Japan will lend Kenya $5 million . Shops made $2 million .")[1].payer is None


def test_a_currency_that_a_sentence_leaves_out_is_that_of_the_one_before():
    found = read_doc("Exports rose to 16.7 billion yen . Imports fell to 8.6 billion from 9.1 billion .")
    assert [one.currency for one in found] == ["JPY", "JPY", "JPY"]


def test_no_currency_is_carried_where_two_stand_before_or_digits_are_lost():
    found = read_doc("It cost 5 mln yen or 3 mln dlrs . Imports fell to 8.6 billion .")
    assert [one.currency for one in found] == ["JPY", "USD", None]
    assert read_doc("it cost billion yen . imports fell to billion .")[1].currency is None


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
