"""What holds for any text: numbers read back, none is made up, offsets and bounds are sound."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.extract.money import find_money
from tasks.extract.money.number_words import FRACTION_WORDS, TENS, UNITS
from tasks.extract.money.numbers import parse_numeral, read_number
from tasks.extract.money.tokens import tokenize

MAGNITUDES = {"": 1, " thousand": 1e3, " mln": 1e6, " million": 1e6, " billion": 1e9, " trillion": 1e12}
SUFFIXES = {"m": 1e6, "bn": 1e9, "trn": 1e12}
PREFIXES = {"$": "USD", "£": "GBP", "€": "EUR", "US$": "USD", "A$": "AUD", "HK$": "HKD", "NZ$": "NZD", "PS": "GBP"}
WORDS = {" dlrs": "USD", " dollars": "USD", " stg": "GBP", " yen": "JPY", " euros": "EUR", " Swiss francs": "CHF"}
NUMBER_WORDS = set(UNITS) | set(TENS) | set(FRACTION_WORDS) | {"a", "an", "hundred", "point"}

tenths = st.integers(min_value=60, max_value=9_999).map(lambda n: n / 10)
NOISE = "$£€¥ .,-/()%1234567890amnbPSdlrs\n"
anything = st.text(alphabet=st.one_of(st.sampled_from(NOISE), st.characters(codec="utf-8")), max_size=200)
pieces = st.lists(
    st.sampled_from(
        "the a about billion million mln dlrs dollars euros pounds worth of in aid up to more than between and from "
        "cost loan crowns marks yen lakh crore several tens billions cts each over kenya debt stg per share".split()
    ),
    max_size=30,
)


def find(text):
    return find_money(text, casing="lower" if text.islower() else "mixed", published=None, context_iso3=[])


@given(tenths, st.sampled_from(sorted(MAGNITUDES)), st.sampled_from(sorted(WORDS)))
def test_a_number_with_a_currency_word_reads_back(number, magnitude, word):
    (one,) = find(f"They agreed on {number}{magnitude}{word} last week.")
    assert one.currency == WORDS[word]
    assert one.min == pytest.approx(number * MAGNITUDES[magnitude], rel=1e-12)


@given(tenths, st.sampled_from(sorted({**SUFFIXES, **MAGNITUDES})), st.sampled_from(sorted(PREFIXES)))
def test_a_number_with_a_currency_sign_reads_back(number, magnitude, sign):
    (one,) = find(f"They agreed on {sign}{number}{magnitude} last week.")
    assert one.currency == PREFIXES[sign]
    assert one.max == pytest.approx(number * {**SUFFIXES, **MAGNITUDES}[magnitude], rel=1e-12)


@given(st.integers(min_value=1_000, max_value=999_999_999))
def test_grouped_digits_read_back(number):
    assert parse_numeral(f"{number:,}") == number
    assert find(f"He paid ${number:,} for it.")[0].min == number
    if number >= 1_000_000:
        assert parse_numeral(f"{number:,}".replace(",", ".")) == number


@given(
    st.integers(min_value=1, max_value=499), st.integers(min_value=500, max_value=999), st.sampled_from(["-", " to "])
)
def test_a_range_reads_back(low, high, link):
    (one,) = find(f"The cost is put at ${low}{link}{high} million.")
    assert (one.min, one.max, one.qualifier) == (low * 1e6, high * 1e6, "range")
    (one,) = find(f"It takes between {low} and {high} mln stg.")
    assert (one.min, one.max, one.currency) == (low * 1e6, high * 1e6, "GBP")


@given(pieces)
@settings(max_examples=300)
def test_no_number_is_made_up(words):
    text = " ".join(words)
    if NUMBER_WORDS & set(words):
        text = " ".join(word for word in words if word not in NUMBER_WORDS)
    assert all(one.min is None and one.max is None for one in find(text))


@given(anything)
@settings(max_examples=400)
def test_any_text_gives_sound_amounts(text):
    end = 0
    for one in find(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end
        has_number = re.search(r"\d|[½¼¾⅓⅔]", text) or NUMBER_WORDS & {token.low for token in tokenize(text)}
        assert has_number or (one.min is None and one.max is None)
        if one.min is not None and one.max is not None:
            assert 0 <= one.min <= one.max


@given(anything)
def test_a_number_never_leaves_its_tokens(text):
    tokens = tokenize(text)
    for i in range(len(tokens)):
        number = read_number(tokens, i)
        assert number is None or i <= number.start < number.end <= len(tokens)
