"""Who pays whom by classes of sentences: contracts, balances, debts, requests, lists, and money that stays at home."""

from functools import partial

import pytest
import spacy

from tasks.extract import extensions
from tasks.extract.components.money import make_money_finder
from tasks.extract.extensions import MENTIONS, make_mention
from tasks.extract.money.topic import topic_of
from tests.unit.extract import linking

KINDS = {
    "Japan": ("JPN", "name"),
    "Kenya": ("KEN", "name"),
    "Norway": ("NOR", "name"),
    "France": ("FRA", "name"),
    "Peru": ("PER", "name"),
    "Norwegian": ("NOR", "demonym"),
    "French": ("FRA", "demonym"),
    "Paris": ("FRA", "capital"),
    "Nairobi": ("KEN", "capital"),
    "Bergen": ("NOR", "city"),
    "Statoil": ("NOR", "company"),
    "Sato": ("JPN", "leader"),
}


linked = partial(linking.linked, kinds=KINDS)
places = partial(linking.places, kinds=KINDS)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # contracts and sales
        ("A Norwegian yard signed a 5 mln dlr contract with Kenya to build two ferries.", ("KEN", "NOR", None)),
        ("Kenya will buy 2,000 bales of Norwegian wool worth 5 mln dlrs.", ("KEN", "NOR", None)),
        ("Kenya bought 2,000 tonnes of Norwegian cod at 95 dlrs a tonne.", ("KEN", "NOR", None)),
        ("The price is 95 dlrs a tonne in Kenya.", (None, None, None)),
        ("Kenya bought a mill from Bolt Works, Bergen, Norway, for 5 mln dlrs.", ("KEN", "NOR", None)),
        # balances
        ("Kenya had a trade deficit with Norway of 5 mln dlrs.", (None, None, ("KEN", "NOR"))),
        ("Kenya's trade deficit was 5 mln dlrs, and talks with Norway went on.", (None, None, None)),
        ("Kenya's trade gap rose to 5 mln dlrs.", (None, None, None)),
        # debts
        ("Kenya spoke in Paris on the country's 5 mln dlr debt.", ("KEN", None, None)),
        ("Kenya's debt to France stands at 5 mln dlrs.", ("KEN", "FRA", None)),
        ("Statoil frets over the 5 mln dlrs in loans that Kenya owes.", ("KEN", None, None)),
        ("French banks dislike a 5 mln dlr rescheduling package for Kenya.", ("KEN", "FRA", None)),
        ("Kenya will redeem a 5 mln dlr bond.", ("KEN", None, None)),
        ("Kenya's yearly interest payments to French banks total 5 mln dlrs.", ("KEN", "FRA", None)),
        ("Kenya's debt is traded in Paris at 60 cts on the dollar.", (None, None, None)),
        # requests and loans
        ("The banks weigh Kenya's request for 5 mln dlrs in new loans.", (None, "KEN", None)),
        ("Kenya will urge the fund to release a 5 mln dlr loan.", (None, "KEN", None)),
        ("The banks put together Kenya's 5 mln dlr loan package.", (None, "KEN", None)),
        ("The fund extended a 5 mln dlr credit to the Fisheries Board of Kenya.", (None, "KEN", None)),
        # gifts told behind the amount, plans
        ("Half of the 5 mln dlrs that Japan has given was lost.", ("JPN", None, None)),
        ("It fits Japan's plan to contribute 5 mln dlrs.", ("JPN", None, None)),
        # at home
        ("Statoil paid 5 mln dlrs for the field.", (None, None, None)),
        ("Sato gave 5,000 dlrs to the campaign.", (None, None, None)),
        ("Kenya will spend 5 mln dlrs on roads.", (None, None, None)),
        ("Kenya will raise the tax credit to 5,000 dlrs.", (None, None, None)),
        # no parties
        ("Paris traders put the subsidy at 5 mln dlrs to Kenya.", (None, "KEN", None)),
        ("The price is 17 dlrs for Norwegian crude.", (None, None, None)),
    ],
)
def test_words_tell_the_parties(text, want):
    assert linked(text) == [want]


def test_a_balance_with_a_partner_is_that_of_whom_the_text_speaks():
    assert linked("It hopes to narrow its trade deficit with Norway to 5 mln dlrs.", topic="KEN") == [
        (None, None, ("KEN", "NOR"))
    ]
    assert linked("The deficit with Norway was 5 mln dlrs.") == [(None, None, None)]


def test_partners_of_a_list_stand_before_their_amounts():
    text = "Big deficits came with three partners - Norway 7 mln dlrs, Peru 6 mln dlrs."
    assert linked(text, topic="KEN") == [(None, None, ("KEN", "NOR")), (None, None, ("KEN", "PER"))]


def test_the_country_owes_where_it_is_spoken_of():
    assert linked("The country owes 5 mln dlrs of debt.", topic="PER") == [("PER", None, None)]
    # Without one spoken of, nobody owes.
    assert linked("The country owes 5 mln dlrs of debt.") == [(None, None, None)]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The bank lent Kenya 5 mln dlrs and Peru 3 mln dlrs.", [(None, "KEN", None), (None, "PER", None)]),
        ("Kenya bought 5 mln dlrs of pipes from Japan and 3 mln dlrs from Norway.", ["JPN", "NOR"]),
        ("The fund had 5 mln dlrs from Japan, 2 mln dlrs of which went to a school.", ["JPN", "JPN"]),
    ],
)
def test_amounts_of_a_list_have_their_own_states(text, want):
    found = linked(text)
    if isinstance(want[0], str):
        # The buyer is known, the partners differ; or the second sum is part of the first.
        assert [{payer, payee} & {"JPN", "NOR"} for payer, payee, _ in found] == [{state} for state in want]
    else:
        assert found == want


def read(text):
    extensions.register()
    doc = spacy.blank("en")(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text == "."
    named = [token for token in doc if token.text in KINDS]
    doc.spans[MENTIONS] = [make_mention(doc, t.i, t.i + 1, "country", *KINDS[t.text]) for t in named]
    make_money_finder(spacy.blank("en"), "money")(doc)
    return [(one.payer, one.payee, one.pair) for one in doc._.money]


def test_a_surplus_goes_on_in_the_next_sentence():
    text = "Norway had a 5 mln dlr trade surplus with Peru . It racked up another 1 mln dlrs in surplus in May ."
    assert read(text) == [(None, None, ("NOR", "PER"))] * 2


def test_a_debtor_borrows_anew():
    assert read("Kenya owes 5 mln dlrs . The package includes a 2 mln dlr loan .")[1] == (None, "KEN", None)


def test_the_state_spoken_of_stays_while_its_money_does():
    text = "Kenya had deficits . It had a deficit with Peru of 5 mln dlrs . The deficit with Norway was 2 mln dlrs ."
    assert read(text)[1] == (None, None, ("KEN", "NOR"))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("In a blow to Norway, Kenya stopped payments.", "KEN"),
        ("Nairobi was told by Peru.", "PER"),
        ("Nothing happened.", None),
    ],
)
def test_topic_of_a_sentence(text, want):
    assert topic_of(text, places(text)) == want
