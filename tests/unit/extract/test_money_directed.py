"""Which way the money of a deal flows, what is no party to it, and money of texts that are one long line."""

from functools import partial

import pytest
import spacy

from tasks.extract import extensions
from tasks.extract.components.money import make_money_finder
from tasks.extract.extensions import MENTIONS, make_mention
from tasks.extract.money import find_money
from tasks.extract.money.continued import continue_links
from tasks.extract.money.events import by_trade
from tasks.extract.money.model import FoundMoney
from tests.unit.extract import linking
from tests.unit.extract.linking import Deal

KINDS = {
    "Japan": ("JPN", "name"),
    "Kenya": ("KEN", "name"),
    "Peru": ("PER", "name"),
    "Chile": ("CHL", "name"),
    "Norway": ("NOR", "name"),
    "Norwegian": ("NOR", "demonym"),
    "Kenyan": ("KEN", "demonym"),
    "Banque de France": ("FRA", "institution"),
    "Nairobi": ("KEN", "capital"),
    "Tokyo": ("JPN", "capital"),
    "Statoil": ("NOR", "company"),
}

linked = partial(linking.linked, kinds=KINDS)


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Statoil's 5 mln dlr purchase of a 13 pct stake in a Kenyan mill was shrewd.", ("NOR", "KEN", None)),
        ("Statoil's 5 mln dlr deal was a purchase and a sale with Kenya.", (None, None, ("KEN", "NOR"))),
    ],
)
def test_the_source_of_a_deal_pays_where_it_buys(text, want):
    assert linked(text, relations=[Deal("NOR", "KEN")])[0] == want


def test_the_words_of_trade_and_the_event_tell_the_way_together():
    pair = ("KEN", "NOR")
    assert by_trade({"purchase"}, pair, [Deal("NOR", "KEN")]) == ("NOR", "KEN")
    assert by_trade({"exports"}, pair, [Deal("NOR", "KEN")]) == ("KEN", "NOR")
    assert by_trade({"exports", "buy"}, pair, [Deal("NOR", "KEN")]) is None
    assert by_trade({"talks"}, pair, [Deal("NOR", "KEN")]) is None
    assert by_trade({"buy"}, pair, [Deal("KEN", "NOR", is_symmetric=True)]) is None
    assert by_trade({"buy"}, pair, [Deal("NOR", "KEN"), Deal("KEN", "NOR")]) is None
    assert by_trade({"buy"}, pair, [Deal("NOR", "PER")]) is None


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # who is given "it"
        (
            "Peru rejected the reforms as its donors met to consider giving it 5 mln dlrs in grants.",
            (None, "PER", None),
        ),
        ("Peru asked Japan to consider giving it 5 mln dlrs in grants.", ("JPN", "PER", None)),
        # where goods go is not who sells them
        ("Exports to Peru, Chile and Japan fell, while shipments to Kenya rose to 5 mln dlrs.", (None, None, None)),
        ("Statoil sold mills in Peru, Chile and Japan to Kenya for 5 mln dlrs.", ("KEN", "NOR", None)),
        # to no state in particular
        ("Japan will provide developing nations with 5 mln dlrs in loans, Peru said.", ("JPN", None, None)),
        # a firm's own unit is no party
        ("A Kenyan firm will sign a 5 mln dlr loan through its Norwegian unit.", (None, None, None)),
        # what a state spends at home, and a firm's own figures
        ("The 5 mln yen economic package of Japan pleased Peru.", (None, None, None)),
        ("Statoil and Kenya noted that its 1986 sales were 5 mln dlrs.", (None, None, None)),
        ("Norwegian funds buy Kenyan firms with capitalizations of 5 mln dlrs.", (None, None, None)),
        # one currency for another
        ("Japan's central bank bought between 5 and 6 mln dlrs through Norway.", (None, None, None)),
        ("A Kenyan firm bought 5 mln dlrs for yen from Norway.", (None, None, None)),
        # mangled possessives
        ("Kenya's talks in Tokyo on the country s 5 mln dlr foreign debt were open.", ("KEN", None, None)),
    ],
)
def test_parties(text, want):
    assert linked(text)[0] == want


def test_the_manager_of_an_issue_is_no_party():
    text = "A Kenyan firm is issuing a 5 mln franc bond, lead manager Banque de France said."
    assert linked(text, relations=[Deal("FRA", "KEN", is_symmetric=True)])[0] == (None, None, None)


def test_a_programme_of_notes_is_no_deal_but_a_loan_raised_by_notes_is():
    deal = [Deal("NOR", "KEN")]
    paper = "The Nairobi branch of Statoil set a 5 mln dlr Norwegian medium-term certificate of deposit programme."
    assert linked(paper, relations=deal)[0] == (None, None, None)
    raised = "A Kenyan firm will raise 5 mln dlrs by the issue of notes in Norway."
    assert linked(raised, relations=deal)[0] != (None, None, None)


def test_a_firm_s_own_sales_do_not_go_on_about_the_deal_before():
    former = FoundMoney(0, 9, payer="KEN", payee="NOR", purpose="investment", sentence=0)
    for text, is_bound in (
        ("Its 1986 sales were 6 mln dlrs.", False),
        ("The sale will bring another 6 mln dlrs.", True),
    ):
        found = find_money(text, casing="mixed", published=None, context_iso3=[])
        [one] = continue_links(found, [], [former], [], text=text, number=1)
        assert (one.payer == "KEN") == is_bound


def test_one_long_line_is_read_in_stretches():
    """Mangled text has no ends of sentences: what stands far off is no party, and no amount is cut."""
    extensions.register()
    gift = "japan gave kenya million dollars in aid "
    filler = "the weather was fine and many people walked along the river to see the boats "
    text = filler * 4 + gift + filler * 5 + "the fair in norway cost a million dollars in the year " + filler * 4
    doc = spacy.blank("en")(text)
    for token in doc:
        token.is_sent_start = token.i == 0
    kinds = {name.lower(): states for name, states in KINDS.items()}
    named = [token for token in doc if token.text in kinds]
    doc.spans[MENTIONS] = [make_mention(doc, t.i, t.i + 1, "country", *kinds[t.text]) for t in named]
    make_money_finder(spacy.blank("en"), "money")(doc)
    first, second = doc._.money
    assert [text[one.start : one.end] for one in (first, second)] == ["million dollars", "a million dollars"]
    assert (first.payer, first.payee) == ("JPN", "KEN")
    assert {second.payer, second.payee, second.pair} == {None}
    assert first.sentence < second.sentence
