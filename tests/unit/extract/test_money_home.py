"""Money that stays in one state, and money that one sentence lets go abroad."""

import pytest

from tests.unit.extract import linking
from tests.unit.extract.linking import Deal

KINDS = {
    "Japan": ("JPN", "name"),
    "Kenya": ("KEN", "name"),
    "Norway": ("NOR", "name"),
    "Japanese": ("JPN", "demonym"),
    "Norwegian": ("NOR", "demonym"),
    "Kenyan": ("KEN", "demonym"),
    "Nairobi": ("KEN", "capital"),
    "Oslo": ("NOR", "capital"),
    "Bergen": ("NOR", "city"),
    "Sony": ("JPN", "company"),
    "Hambros": ("GBR", "company"),
    "Statoil": ("NOR", "company"),
    "Sato": ("JPN", "leader"),
    "Otieno": ("KEN", "leader"),
    "U.S.": ("USA", "name"),
}


def linked(text, relations=()):
    named = [iso3 for _, _, iso3, _ in linking.places(text, KINDS)]
    return linking.linked(text, KINDS, relations, named)


NONE = (None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        # a state's own currency, and nothing of abroad beside it
        "Total lending in Norway fell by 5 mln crowns.",
        "Norway will redeem 5 mln crowns of debt.",
        "Norway's public debt rose to 5 mln crowns.",
        # what one state alone buys, earns, builds or spends
        "Kenya earned 5 mln dlrs from coffee.",
        "Kenya bought a mill for 5 mln dlrs.",
        # firms that a state's name goes with
        "The Norwegian oil and gas firm wants to refinance debt of 5 mln dlrs.",
        # persons
        "Kenya gave its champion a 125,000 dlr reward.",
        "The club repaid 5 mln dlrs to Mr Sato.",
        # one currency for another
        "Norway sold 5 mln dlrs against yen.",
        # results, and what one compares with them
        "The Japanese chip market rose to 5 mln dlrs from 4 mln.",
        "Statoil lost 5 mln dlrs in Kenya.",
        "Last year's 5 mln dlr Japanese chip market grew.",
        # banks that arrange an issue
        "The town of Bergen is issuing a 5 mln dlr note, Hambros said as lead manager.",
    ],
)
def test_money_of_one_state_has_no_parties(text):
    assert linked(text) == [NONE] * len(linked(text))


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Norway's foreign debt rose to 5 mln crowns.", ("NOR", None, None)),
        ("Kenya's debt rose to 5 mln dlrs.", ("KEN", None, None)),
        ("Kenya plans to buy 5 mln dlrs worth of foreign tools.", ("KEN", None, None)),
        ("Norway will give 5 mln crowns in aid.", ("NOR", None, None)),
        ("Kenya would probably request about 5 mln dlrs in new money and of its debt.", (None, "KEN", None)),
        ("Kenya said banks put up 5 mln dlrs of trade and interbank lines to Kenya.", (None, "KEN", None)),
        ("The banks signed a 5 mln dlr note, Kenya's first such offering on the euromarket.", (None, "KEN", None)),
        ("The Norwegian agency is raising a 5 mln dlr loan, Hambros said as arranger.", (None, "NOR", None)),
    ],
)
def test_money_from_abroad_or_to_it_has_one_party(text, want):
    assert linked(text) == [want]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        # nouns and passives of trade
        ("Kenya cancelled a 5 mln dlr oil purchase from Norway.", ("KEN", "NOR", None)),
        ("Kenya agreed on a 5 mln dlr cement sale to Norway.", ("NOR", "KEN", None)),
        ("A Norwegian mill was bought by Kenya for 5 mln dlrs.", ("KEN", "NOR", None)),
        ("Sony -- long a friend of quiet words in plain rooms -- agreed at last to buy Norwegian fish for 5 mln dlrs.",
         ("JPN", "NOR", None)),
        # who guarantees, and who raises what it gives
        ("Japan will add 5 mln dlrs in guarantees for sales of fish to Kenya.", ("JPN", "KEN", None)),
        ("Japan widened its credit line to Kenya to add 5 mln dlrs.", ("JPN", "KEN", None)),
        ("Japan raised its contribution to Kenya to 5 mln dlrs.", ("JPN", "KEN", None)),
        ("Donors are said to plan 5 mln dlrs of aid that they will offer Kenya.", (None, "KEN", None)),
        # firms that build for themselves
        ("Sony plans to build a 5 mln dlr plant in Kenya.", ("JPN", "KEN", None)),
        # debts are no goods
        ("A firm will refinance 5 mln dlrs of Kenya's official debt to Norway.", ("KEN", "NOR", None)),
    ],
)  # fmt: skip
def test_money_between_states_has_a_direction(text, want):
    assert linked(text) == [want]


@pytest.mark.parametrize(
    "text",
    [
        "Oslo - The fund lent Kenya 5 mln dlrs.",
        "A team will visit Oslo to ask for 5 mln dlrs in loans for Kenya.",
    ],
)
def test_a_town_where_one_writes_or_goes_is_no_party(text):
    assert linked(text) == [(None, "KEN", None)]


def test_a_name_carries_a_preposition_and_a_clause_does_not():
    assert linked("A loan of 5 mln dlrs went to Ajax Fish Co of Kenya.") == [(None, "KEN", None)]
    assert linked("It costs 5 mln dlrs to store, said a man of Kenya.") == [NONE]


def test_who_is_compared_is_bound_as_the_sum_before():
    text = "Japan raised its aid to Kenya to 5 mln dlrs from 4 mln."
    assert linked(text) == [("JPN", "KEN", None)] * 2


def test_a_currency_brings_no_state_into_a_deal():
    text = "Kenya hopes for a plant worth 5 mln U.S. dlrs."
    assert linked(text, [Deal("KEN", "USA")]) == [NONE]


@pytest.mark.parametrize(
    "text",
    [
        "Japan thinks a price of 95 dlrs a tonne is fair for Norway.",
        "Sony said the set would start at 2,000 dlrs, and Norway liked it.",
    ],
)
def test_no_event_makes_a_price_or_a_small_sum_a_deal(text):
    assert linked(text, [Deal("JPN", "NOR")]) == [NONE]


def test_persons_alone_make_no_deal():
    assert linked("Mr Sato sought a 5 mln dlr bail deal, said Mr Otieno.") == [NONE]
