"""Parts of the money rules: numerals, currencies, bounds, periods."""

from datetime import date

import pytest

from tasks.extract.money import find_money
from tasks.extract.money.currency import Unit, book, resolve
from tasks.extract.money.grammar import has_cue
from tasks.extract.money.numbers import parse_numeral


def only(text, context=(), published=None, dollar=None):
    (one,) = find_money(text, casing="mixed", published=published, context_iso3=context, dollar_iso3=dollar)
    return one


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,250", 1250),
        ("1.25", 1.25),
        ("2,5", 2.5),
        ("1.250.000", 1250000),
        ("1.250,75", 1250.75),
        ("12,34,567", 1234567),
        (".5", 0.5),
        ("½", 0.5),
        ("1,25,3", None),
        ("9" * 60, None),
    ],
)
def test_parse_numeral(text, value):
    assert parse_numeral(text) == value


def test_product_is_decimal():
    assert only("They paid 4.1 mln dlrs.").min == 4_100_000.0


def unit(word):
    return Unit(word, book().heads[word])


@pytest.mark.parametrize(
    ("word", "context", "day", "code"),
    [
        ("franc", ["FRA"], date(1990, 1, 1), "FRF"),
        ("franc", ["CHE", "FRA"], date(1990, 1, 1), "CHF"),
        ("franc", [], date(1990, 1, 1), None),
        ("crown", ["USA", "NOR"], None, "NOK"),
        ("rouble", ["SUN"], date(1987, 1, 1), "SUR"),
        ("pound", ["EGY"], None, "EGP"),
        ("pound", ["FRA", "EGY"], None, "GBP"),
        ("peso", [], None, None),
        ("rupee", ["NPL"], None, "NPR"),
    ],
)
def test_context_decides_between_currencies_of_one_name(word, context, day, code):
    assert resolve(unit(word), day, context) == code


def test_plain_dollars_are_american_unless_the_story_says_otherwise():
    assert only("It lost 5 mln dlrs.", context=["CAN"]).currency == "USD"
    assert only("It lost 5 mln dlrs.", context=["CAN"], dollar="CAN").currency == "CAD"
    assert only("It lost $5 mln.", context=["CAN"], dollar="CAN").currency == "USD"


def test_an_adjective_beats_the_context():
    assert only("It lost 5 mln Egyptian pounds.", context=["GBR"]).currency == "EGP"


def test_an_adjective_without_such_a_currency_leaves_it_open():
    assert only("It lost 5 mln Finnish dollars.").currency is None


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("It gets $5 million a year.", "a year"),
        ("It gets $5 million per month.", "per month"),
        ("It gets $5 million over ten years.", "over ten years"),
        ("It gets $5 million in help over the next six months.", "over the next six months"),
        ("It gets $5 million annually.", "annually"),
        ("The annual $5 million was cut.", "annual"),
        ("It gets $5 million.", None),
    ],
)
def test_period_is_kept(text, period):
    assert only(text).period == period


def test_a_sentence_without_cue_is_skipped():
    assert not has_cue("the two ministers met in rome and spoke of peace")
    assert find_money("", casing="lower", published=None, context_iso3=[]) == []


def test_a_very_long_text_is_read_in_bounded_time():
    assert len(find_money("$5 million " * 5000, casing="mixed", published=None, context_iso3=[])) < 5000
