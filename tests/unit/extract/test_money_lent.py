"""Loans of lenders that are no state, debts, gifts to many states, and money that a sentence goes on about."""

from dataclasses import replace
from functools import partial

import pytest
import spacy

from tasks.extract import extensions
from tasks.extract.components.money import main_state, make_money_finder
from tasks.extract.extensions import MENTIONS, make_mention, mentions
from tasks.extract.money import find_money
from tasks.extract.money.continued import continue_links
from tasks.extract.money.model import FoundMoney
from tests.unit.extract import linking
from tests.unit.extract.linking import Deal

KINDS = {
    "Kenya": ("KEN", "name"),
    "Maldives": ("MDV", "name"),
    "Peru": ("PER", "name"),
    "Chile": ("CHL", "name"),
    "Norway": ("NOR", "name"),
    "Kenyan": ("KEN", "demonym"),
    "Norwegian": ("NOR", "demonym"),
    "Oslo": ("NOR", "capital"),
    "Lord Sato": ("JPN", "leader"),
    "Ann Berg": ("NOR", "person"),
    "Peruvian": ("PER", "demonym"),
}

linked = partial(linking.linked, kinds=KINDS)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # no state lends what the IMF or the World Bank lends
        (
            "A minister flew to Oslo to discuss Kenya's request for an International Monetary Fund (IMF) loan facility "
            "of up to 5 mln shillings.",
            (None, "KEN", None),
        ),
        ("Kenya asked the World Bank and friends in Oslo for a loan of 5 mln dlrs.", (None, "KEN", None)),
        # to many states, and to none in particular
        ("Peru welcomed that Norway will disburse 5 mln dlrs in credit to African nations.", ("NOR", None, None)),
        # who sells is no creditor, and an agreement on a debt names none
        ("Norway was an obstacle to agreement on rescheduling Kenya's 5 mln dlr debt.", ("KEN", None, None)),
        ("Some 5 mln dlrs in old Kenyan debt will be stretched out, Norway said.", ("KEN", None, None)),
        ("Kenya will pay off its 5 mln dlr debt to 30 Norwegian firms.", ("KEN", "NOR", None)),
        (
            "He is in Oslo for talks with the Maldives' creditor banks on about 5 mln dlrs of the country's debt.",
            ("MDV", None, None),
        ),
        # whoever gives it
        ("Payments on Kenya's debt will absorb 5 mln dlrs of foreign aid.", (None, "KEN", None)),
        # the money that a sale brought
        (
            "A Norwegian firm said it has at last completed the long and much discussed sale of all its paper and pulp "
            "mills in the south of the land to <Lake Salt> of Kenya and to friends for 5 mln dlrs.",
            ("KEN", "NOR", None),
        ),
        ("Norway funds it with 5 mln dlrs in cash it received from selling its mills to Kenya.", ("KEN", "NOR", None)),
    ],
)
def test_who_lends_owes_and_pays(text, want):
    events = [Deal("KEN", "NOR", event="REQUEST"), Deal("PER", "NOR", event="AGREE")]
    assert linked(text, relations=events)[0] == want


def test_a_loan_that_has_been_increased_is_the_same_loan():
    text = "A 5 mln dlr syndicated loan for <Lake Salt Works Co Ltd> Salco of Kenya has been increased to 6 mln dlrs."
    assert linked(text) == [(None, "KEN", None)] * 2
    other = "A 5 mln dlr loan for <Lake Salt> of Kenya is ready, and the dividend has been lowered to 6 mln dlrs."
    assert linked(other)[1] == (None, None, None)


AID = [Deal("NOR", "KEN", event="AID")]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # the words say who is paid, and no event of the sentence adds who pays
        ("The International Monetary Fund will lend Kenya 5 mln dlrs.", (None, "KEN", None)),
        ("The African Development Bank will lend Kenya 5 mln dlrs.", (None, "KEN", None)),
        # a state's own bank is that state's
        ("Norway's Development Bank will lend 5 mln dlrs.", ("NOR", "KEN", None)),
        # what many states do is no gift to them
        ("Norway, like other African nations, pledged 5 mln dlrs in aid after talks in Kenya.", ("NOR", "KEN", None)),
    ],
)
def test_lenders_of_many_states_and_of_one(text, want):
    assert linked(text, relations=AID)[0] == want


def test_the_surer_event_says_who_pays_although_another_stands_nearer():
    text = "It was said of Norway, Kenya and Peru that 5 mln dlrs is not much."
    near, far = Deal("PER", "KEN", event="AID", evidence=(43, 50), score=0.5), (0, 6)
    assert linked(text, relations=[near, replace(near, source="NOR", evidence=far, score=0.9)])[0][:2] == ("NOR", "KEN")
    assert linked(text, relations=[near, replace(near, source="NOR", evidence=far, score=0.55)])[0][:2] == (
        "PER",
        "KEN",
    )


def test_a_loan_of_the_imf_comes_from_abroad_in_the_borrower_s_own_currency_too():
    text = "An International Monetary Fund loan gives Kenya 5 mln shillings."
    assert linked(text, context=["KEN"]) == [(None, "KEN", None)]
    assert linked(text.replace("International Monetary Fund", "easy"), context=["KEN"])[0] == (None, None, None)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Norway agreed with Kenya on sales of 5 mln dlrs of wheat.", ("KEN", "NOR", None)),
        ("Norway gave Kenya 5 mln dlrs and barred it from selling ivory to Peru.", ("NOR", "KEN", None)),
        ("Peru paid Norway 5 mln dlrs for wheat; Kenya refrained from selling to Chile.", ("PER", "NOR", None)),
        ("Norway protested the sale of missiles by Chile to Peru for 5 mln dlrs.", (None, None, None)),
        ("Norway ended the sale of wheat and will go to Peru for 5 mln dlrs.", (None, None, None)),
        ("Kenya has a debt of 5 mln dlrs, and Peruvian debt is bigger.", (None, None, None)),
        ("Kenya's banks in talks with Norway will reschedule 5 mln dlrs of his country's debt.", ("KEN", None, None)),
        (
            "Kenya, whose trade with Peru is large, and with Norway as host, has a budget deficit of 5 bln dlrs.",
            (None, None, None),
        ),
        ("Norway will give Kenya 5 mln dlrs in aid, Lord Sato said he wants peace.", ("NOR", "KEN", None)),
        ("A Norwegian bill has 5 mln dlrs in foreign aid.", (None, None, None)),
        ("Norway bought 5 mln dlrs of oil, from 1986 Kenyan wheat was sold.", (None, None, None)),
        ("Kenya will purchase for 5 mln dlrs wheat from Norway.", ("KEN", "NOR", None)),
        ("The Bank of Norway (NB) loans Kenya 5 mln dlrs.", ("NOR", "KEN", None)),
    ],
)
def test_what_looks_alike_and_is_not(text, want):
    events = [Deal("NOR", "KEN", is_symmetric=True)] if "agreed" in text else []
    assert linked(text, relations=events)[0] == want


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Kenya will pay off its 5 mln dlr debt to two Norwegian firms.", ("KEN", "NOR", None)),
        ("The Maldives' 5 mln dlr debt worries Norway.", ("MDV", None, None)),
        (
            "A Norwegian firm completed the sale of its mills to <Compagnie des Mines> of Kenya for 5 mln dlrs.",
            ("KEN", "NOR", None),
        ),
        ("Norway has 5 mln dlrs to buy Kenyan tea.", ("NOR", "KEN", None)),
    ],
)
def test_counts_plurals_and_names_are_read_over(text, want):
    assert linked(text)[0] == want


@pytest.mark.parametrize(
    "text", ["Ann Berg gave 2 mln dlrs to disaster relief.", "Lord Sato received a 3 mln dlr grant."]
)
def test_what_persons_give_and_leaders_get_is_no_aid_of_states(text):
    assert linked(text)[0] == (None, None, None)


def test_a_loan_for_a_firm_with_a_long_name_is_its_state_s():
    text = "The 5 mln dlr syndicated loan for <Lake Salt Works Co Ltd> Salco of Kenya is ready."
    assert linked(text)[0] == (None, "KEN", None)


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("They will fight over 5 mln dlrs in new aid Lord Sato is requesting.", "JPN"),
        ("They will fight over 5 mln dlrs in new aid, Lord Sato said.", None),
        ("They recall that Lord Sato donated 5,000 dlrs in aid.", None),
    ],
)
def test_the_aid_that_a_leader_asks_his_parliament_for(text, payer):
    assert linked(text)[0][0] == payer


def test_a_list_of_balances_has_its_own_partner_for_each():
    text = "Kenya's trade deficit with the region rose to 2.6 bln dlrs, with Norway to 4 bln dlrs."
    assert linked(text)[1] == (None, None, ("KEN", "NOR"))
    assert linked(text.replace(", with", " for talks with"))[1] == (None, None, None)


def test_what_a_firm_earned_on_sales_is_no_flow():
    deal = [Deal("NOR", "KEN")]
    text = "A Kenyan mill of Norway earned 5 mln dlrs on sales of 9 mln dlrs."
    assert linked(text, relations=deal) == [(None, None, None)] * 2


def test_a_roundtrip_fare_is_a_price():
    [one] = find_money("The fares will be 449 dlrs roundtrip.", casing="mixed", published=None, context_iso3=[])
    assert one.kind == "price"


@pytest.mark.parametrize("words", ["The selling price was", "The takeover would cost"])
def test_the_price_of_the_deal_before_flows_as_it(words):
    deal = [Deal("NOR", "KEN", is_symmetric=True)]
    text = f"{words} 6 mln dlrs."
    found = find_money(text, casing="mixed", published=None, context_iso3=[])
    [one] = continue_links(found, [], [FoundMoney(0, 9, pair=("KEN", "NOR"), sentence=0)], deal, text=text, number=1)
    assert one.pair == ("KEN", "NOR")


def test_what_happened_since_a_takeover_is_not_its_price():
    former = FoundMoney(0, 9, pair=("KEN", "NOR"), sentence=0)
    text = "Since the takeover shareholders got 6 mln dlrs."
    found = find_money(text, casing="mixed", published=None, context_iso3=[])
    assert continue_links(found, [], [former], [], text=text, number=1)[0].pair is None


def read_article(*sentences):
    """The Doc of an article after the money component, one sentence a line, names as in KINDS."""
    extensions.register()
    doc = spacy.blank("en")("\n".join(sentences))
    starts = {sum(len(one) + 1 for one in sentences[:number]) for number in range(len(sentences))}
    for token in doc:
        token.is_sent_start = token.idx in starts
    named = [token for token in doc if token.text in KINDS]
    doc.spans[MENTIONS] = [make_mention(doc, t.i, t.i + 1, "country", *KINDS[t.text]) for t in named]
    return make_money_finder(spacy.blank("en"), "money")(doc)


WEATHER = ("It rained on the coast.",) * 3
LENT = "A World Bank loan of 5 mln dlrs was given to help the government."


def test_the_world_bank_lends_to_the_government_of_the_state_that_an_article_is_about():
    doc = read_article("Kenya grew.", "Kenya and Peru talked.", "Kenya saved.", *WEATHER, LENT)
    assert main_state(mentions(doc)) == "KEN"
    assert [(one.payer, one.payee) for one in doc._.money] == [(None, "KEN")]


def test_the_foreign_debt_of_the_country_is_that_of_the_state_that_an_article_is_about():
    for words in ("The country's", "The country s", "The country's huge"):
        doc = read_article("Kenya grew.", "Kenya saved.", *WEATHER, f"{words} foreign debt now stands at 5 mln dlrs.")
        assert [(one.payer, one.payee) for one in doc._.money] == [("KEN", None)]


def test_whose_a_firm_s_own_debt_is_the_country_s_debt_does_not_tell():
    firm = "The firm repaid its 5 mln dlr debt and said the country's foreign debt was no worry."
    doc = read_article("Kenya grew.", "Kenya saved.", *WEATHER, firm)
    assert [(one.payer, one.payee) for one in doc._.money] == [(None, None)]


def test_an_article_about_two_states_leaves_open_whose_government_it_is():
    doc = read_article("Kenya and Peru talked.", *WEATHER, LENT)
    assert main_state(mentions(doc)) is None
    assert [(one.payer, one.payee) for one in doc._.money] == [(None, None)]
