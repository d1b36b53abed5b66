"""Figures that look like money and are not: things and people counted, weights, rates, years."""

import pytest

from tasks.extract.money import find_money
from tasks.extract.money.carried import carry_currency


def spans(text):
    return [text[one.start : one.end] for one in find_money(text, casing="mixed", published=None, context_iso3=[])]


@pytest.mark.parametrize(
    "text",
    [
        "Levies paid to the bloc's 12 mln farmers stay high.",
        "The annualized sales rate of vans improved to 7.5 mln against about 7 mln in May.",
        "Turnover on the floor rose to 1.2 mln contracts.",
        "Turnover for the year was 3 mln contracts against 1.5 mln the year before.",
        "The number of cards grew by a tenth to 39 mln last year.",
        "The bid is for 38 mln A and B shares.",
        "Ownership of sets of five million includes one million sales in May.",
        "They hope to curb the growth of M-1b money.",
        "The yarn works will lift its capacity to nearly 50 mln pounds a year.",
        "It carries a warhead of 1,000 pounds.",
        "The well flowed gas with 1,500 pounds tubing pressure.",
        "The Bank of Norway (BN) loans money.",
    ],
)
def test_what_is_counted_or_weighed_is_no_money(text):
    assert spans(text) == []


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("Spending on farmers will rise to 12 mln pounds.", ["12 mln pounds"]),
        ("Sales grew at a rate of 5 mln dlrs a week.", ["5 mln dlrs"]),
        ("It won a contract worth 5 mln in May.", ["5 mln"]),
        ("It rose from eight dollars a bag in mid-1986 to 18 dlrs.", ["eight dollars", "18 dlrs"]),
        ("Nobody could fix the rate at 35 to one U.S. dollar.", ["one U.S. dollar"]),
        ("Revs 4,027,000 vs 3,649,000", ["4,027,000", "3,649,000"]),
    ],
)
def test_money_beside_such_words_is_found(text, want):
    assert spans(text) == want


def test_the_price_of_a_currency_in_another_is_a_rate():
    (one, *_) = find_money("It was 2.14 yen to the U.S. dollar.", casing="mixed", published=None, context_iso3=[])
    assert one.kind == "rate"


@pytest.mark.parametrize(
    ("before", "want"), [("Sales were 3.9 million units in all. ", []), ("It did well. ", ["1.06 million"])]
)
def test_sales_told_in_units_go_on_in_units(before, want):
    text = before + "The firm had sales down 3.1% at 1.06 million."
    found = find_money(text, casing="mixed", published=None, context_iso3=[])
    assert [text[one.start : one.end] for one in carry_currency(text, found)] == want
