"""Every shape that newswire writes money in: each by itself, and with any number in it, mangled ones too."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.extract.components.money import casing_of
from tasks.extract.money import find_money
from tasks.extract.money.number_words import TENS, UNITS

DAYS = {"now": None, "1987": date(1987, 6, 1), "2004": date(2004, 6, 1), "2015": date(2015, 6, 1)}


def find(text, context=(), day=None):
    return find_money(text, casing=casing_of(text), published=day, context_iso3=context)


# text, context, day, words found, currency, lower and upper end, magnitude, qualifier, kind
SHAPES = [
    ("It lent 25.6 mln dlrs to mills.", "", "1987", "25.6 mln dlrs", "USD", 25.6e6, 25.6e6, 1e6, "exact", "amount"),
    ("It lent $1.5 trillion to mills.", "", "2015", "$1.5 trillion", "USD", 1.5e12, 1.5e12, 1e12, "exact", "amount"),
    ("It lent 2.5bn euros to mills.", "", "2015", "2.5bn euros", "EUR", 2.5e9, 2.5e9, 1e9, "exact", "amount"),
    ("it lent PS35 billion to mills.", "", "2004", "PS35 billion", "GBP", 35e9, 35e9, 1e9, "exact", "amount"),
    ("It lent half a million pounds.", "", "2004", "half a million pounds", "GBP", 5e5, 5e5, 1e6, "exact", "amount"),
    ("It needs $300-400bn in all.", "", "2015", "$300-400bn", "USD", 3e11, 4e11, 1e9, "range", "amount"),
    ("It takes between 10 and 20 mln stg.", "", "1987", "10 and 20 mln stg", "GBP", 1e7, 2e7, 1e6, "range", "amount"),
    ("It signed a billion-dollar loan.", "", "2015", "a billion-dollar", "USD", 1e9, 1e9, 1e9, "exact", "amount"),
    ("Tens of millions of dollars went.", "", "2015", "Tens of millions of dollars", "USD", None, None, 1e6, "about",
     "amount"),
    ("It needs 1.2 lakh crore rupees.", "IND", "2015", "1.2 lakh crore rupees", "INR", 1.2e12, 1.2e12, 1e12, "exact",
     "amount"),
    ("It needs Rs 500 crore.", "IND", "2015", "Rs 500 crore", "INR", 5e9, 5e9, 1e7, "exact", "amount"),
    ("It needs RMB 3 billion.", "", "2015", "RMB 3 billion", "CNY", 3e9, 3e9, 1e9, "exact", "amount"),
    ("It needs A$5m.", "", "2015", "A$5m", "AUD", 5e6, 5e6, 1e6, "exact", "amount"),
    ("It needs HK$5m.", "", "2015", "HK$5m", "HKD", 5e6, 5e6, 1e6, "exact", "amount"),
    ("It needs C$5m.", "", "2015", "C$5m", "CAD", 5e6, 5e6, 1e6, "exact", "amount"),
    ("It needs US$5m.", "", "2015", "US$5m", "USD", 5e6, 5e6, 1e6, "exact", "amount"),
    ("It needs 200 kr.", "SWE", "2015", "200 kr", "SEK", 200, 200, None, "exact", "amount"),
    ("It needs £5m.", "", "2015", "£5m", "GBP", 5e6, 5e6, 1e6, "exact", "amount"),
    ("It needs €5m.", "", "2015", "€5m", "EUR", 5e6, 5e6, 1e6, "exact", "amount"),
    ("It needs ¥5 billion.", "", "2015", "¥5 billion", "JPY", 5e9, 5e9, 1e9, "exact", "amount"),
    ("Oil rose to 18 dlrs a barrel.", "", "1987", "18 dlrs", "USD", 18, 18, None, "exact", "price"),
    ("The dollar fell to 147.20 yen.", "", "1987", "147.20 yen", "JPY", 147.2, 147.2, None, "exact", "rate"),
    ("It needs twenty-five million dollars.", "", "2015", "twenty-five million dollars", "USD", 25e6, 25e6, 1e6,
     "exact", "amount"),
    ("It needs 1.250.000 euros.", "", "2015", "1.250.000 euros", "EUR", 1.25e6, 1.25e6, None, "exact", "amount"),
    ("It needs 1.250,75 euros.", "", "2015", "1.250,75 euros", "EUR", 1250.75, 1250.75, None, "exact", "amount"),
    ("It needs 1,250.75 euros.", "", "2015", "1,250.75 euros", "EUR", 1250.75, 1250.75, None, "exact", "amount"),
    ("It needs 12,34,567 rupees.", "IND", "2015", "12,34,567 rupees", "INR", 1234567, 1234567, None, "exact",
     "amount"),
    ("it is investing about billion in roads", "", "now", "billion", None, None, None, 1e9, "about", "amount"),
    ("the loan was worth australian dollars", "", "now", "australian dollars", "AUD", None, None, None, "exact",
     "amount"),
    ("a deal worth in excess of billion", "", "now", "billion", None, None, None, 1e9, "over", "amount"),
    ("it donated million to the programme", "", "now", "million", None, None, None, 1e6, "exact", "amount"),
    ("profit fell to mln dlrs in march", "", "now", "mln dlrs", "USD", None, None, 1e6, "exact", "amount"),
    ("It needs up to 5 mln dlrs.", "", "1987", "5 mln dlrs", "USD", None, 5e6, 1e6, "under", "amount"),
    ("It needs at least 5 mln dlrs.", "", "1987", "5 mln dlrs", "USD", 5e6, None, 1e6, "over", "amount"),
    ("It needs nearly 5 mln dlrs.", "", "1987", "5 mln dlrs", "USD", 5e6, 5e6, 1e6, "about", "amount"),
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=[shape[0] for shape in SHAPES])
def test_each_shape_reads(shape):
    text, context, day, words, *want = shape
    (one,) = find(text, context.split(), DAYS[day])
    got = [one.currency, one.min, one.max, one.magnitude, one.qualifier, one.kind]
    assert (text[one.start : one.end], got) == (words, want)


# Currency words of one name: text, countries of the context, day, code.
BY_CONTEXT = [
    ("5 mln dollars", "", "2015", "USD"),
    ("5 mln marks", "", "1987", "DEM"),
    ("5 mln marks", "DDR", "1987", "DDM"),
    ("5 mln marks", "FIN", "1987", "FIM"),
    ("5 mln crowns", "CZE", "2015", "CZK"),
    ("5 mln crowns", "SWE", "2015", "SEK"),
    ("5 mln crowns", "", "2015", None),
    ("5 mln pesos", "MEX", "2015", "MXN"),
    ("5 mln pesos", "PHL", "2015", "PHP"),
    ("5 mln pesos", "", "2015", None),
    ("5 mln rupees", "PAK", "2015", "PKR"),
    ("5 mln rupees", "LKA", "2015", "LKR"),
    ("5 mln rupees", "", "2015", None),
    ("5 mln pounds", "AUS", "2015", "GBP"),
    ("5 mln roubles", "SUN", "1987", "SUR"),
    ("5 mln roubles", "RUS", "2015", "RUB"),
]


@pytest.mark.parametrize(("words", "context", "day", "code"), BY_CONTEXT)
def test_context_gives_the_currency_or_leaves_it_open(words, context, day, code):
    (one,) = find(f"They owe {words} now.", context.split(), DAYS[day])
    assert one.currency == code


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("It pays $5 million a year to mills.", "a year"),
        ("It pays 500 dollars a month.", "a month"),
        ("It pays $3 billion over ten years.", "over ten years"),
        ("It pays $3 billion over the next five years.", "over the next five years"),
        ("It pays $38 billion over a ten-year period.", "over a ten-year period"),
        ("It pays 40 million dollars annually.", "annually"),
        ("It signed the annual $300 million grant.", "annual"),
        ("It signed a five-year, $7.5 billion package.", "five-year"),
        ("It signed a $6 billion, three-year bailout.", "three-year"),
        ("It signed a three-year loan of $6 billion.", "three-year"),
        ("It pays $20bn-a-year.", "a-year"),
        ("It paid $5 million last year.", None),
        ("It is a five-year plan. It pays $5 million.", None),
    ],
)
def test_period_is_kept_in_the_words_of_the_text(text, period):
    assert find(text)[-1].period == period


@pytest.mark.parametrize(
    ("text", "twins"),
    [
        ("It owes 14bn euros ($19bn; PS10bn) to banks.", {"$19bn": "14bn euros", "PS10bn": "14bn euros"}),
        ("It owes 580 million shillings (64.45 million dollars).", {"64.45 million dollars": "580 million shillings"}),
        ("It owes 100 mln marks, or about 55 mln dlrs.", {"55 mln dlrs": "100 mln marks"}),
        ("It owes 988 million yuan, about $400 million, to banks.", {"$400 million": "988 million yuan"}),
        ("It owes 2.3 trillion (2,300 billion) dlrs.", {}),
        ("It owes $5 million (up from $4 million).", {}),
        ("It owes 5 mln dlrs and 3 mln marks.", {}),
        ("It sold them for 5 mln dlrs ($4 a share).", {}),
        ("it owes billion euros billion dollars to banks", {"billion dollars": "billion euros"}),
    ],
)
def test_a_conversion_names_the_amount_that_it_restates(text, twins):
    found = {text[one.start : one.end]: one.twin for one in find(text)}
    assert {words: text[slice(*twin)] for words, twin in found.items() if twin} == twins


def spell(number):
    """English words of 1 to 999."""
    below = {value: word for word, value in {**UNITS, **TENS}.items()}
    parts = [f"{below[number // 100]} hundred"] if number >= 100 else []
    rest = number % 100
    if rest in below and rest:
        parts.append(below[rest])
    elif rest:
        parts.append(f"{below[rest - rest % 10]}-{below[rest % 10]}")
    return " and ".join(parts)


def grouped(number):
    """Indian groups: 12,34,567."""
    text, head = str(number), str(number)[:-3]
    pairs = [head[max(0, i - 2) : i] for i in range(len(head), 0, -2)][::-1]
    return ",".join([*pairs, text[-3:]])


# How a whole number from 100 to 999 is written, what it is worth, in which currency.
WRITTEN = {
    "{n} mln dlrs": (1e6, "USD"),
    "{n} billion yen": (1e9, "JPY"),
    "{n}bn euros": (1e9, "EUR"),
    "{n} mln stg": (1e6, "GBP"),
    "{n} lakh crore rupees": (1e12, "INR"),
    "Rs {n} crore": (1e7, "INR"),
    "Rs. {n} crore": (1e7, "INR"),
    "Rs {i}": (1e4, "INR"),
    "${n}m": (1e6, "USD"),
    "$ {n} million": (1e6, "USD"),
    "US${n}bn": (1e9, "USD"),
    "A${n}m": (1e6, "AUD"),
    "HK${n}m": (1e6, "HKD"),
    "NZ${n}m": (1e6, "NZD"),
    "C${n}m": (1e6, "CAD"),
    "£{n}bn": (1e9, "GBP"),
    "€{n}trn": (1e12, "EUR"),
    "¥{n} billion": (1e9, "JPY"),
    "PS{n}m": (1e6, "GBP"),
    "RMB{n}bn": (1e9, "CNY"),
    "{n} million USD": (1e6, "USD"),
    "EUR {n}": (1, "EUR"),
    "{n},500 dlrs": (None, "USD"),
    "{n} 500 euros": (None, "EUR"),
    "{n}.500.000 euros": (None, "EUR"),
    "{n}-1/2 cts": (None, "USD"),
    "{n}p": (0.01, "GBP"),
    "{n}-million-dollar": (1e6, "USD"),
    "{w} million dollars": (1e6, "USD"),
    "{w} mln Swiss francs": (1e6, "CHF"),
}
WORTH = {
    "{n},500 dlrs": lambda n: n * 1000 + 500,
    "{n} 500 euros": lambda n: n * 1000 + 500,
    "{n}.500.000 euros": lambda n: n * 1e6 + 5e5,
    "{n}-1/2 cts": lambda n: (n + 0.5) / 100,
}


@given(st.integers(min_value=100, max_value=999), st.sampled_from(sorted(WRITTEN)))
@settings(max_examples=400)
def test_any_number_reads_back_in_any_shape(number, shape):
    factor, code = WRITTEN[shape]
    text = f"They put it at {shape.format(n=number, w=spell(number), i=grouped(number * 10_000))} then."
    (one,) = find(text, ["IND"])
    worth = WORTH[shape](number) if factor is None else number * factor
    assert (one.min, one.max) == (pytest.approx(worth), pytest.approx(worth))
    assert one.currency == code


@given(
    st.integers(min_value=100, max_value=499),
    st.integers(min_value=500, max_value=999),
    st.sampled_from(
        ["${a}-{b}m", "${a}m-${b}m", "between {a} and {b} mln stg", "{a} to {b} mln dlrs", "{a}-{b} mln yen"]
    ),
)
def test_any_range_reads_back_in_any_shape(low, high, shape):
    (one,) = find(f"They put it at {shape.format(a=low, b=high)} then.")
    assert (one.min, one.max, one.qualifier) == (low * 1e6, high * 1e6, "range")


@given(st.integers(min_value=1, max_value=40), st.sampled_from(["rose", "fell", "jumped", "eased"]))
def test_a_change_is_no_range(step, verb):
    found = find(f"The share {verb} {step} dlrs to {step * 30} dlrs at noon.")
    assert [(one.min, one.max, one.qualifier) for one in found] == [
        (step, step, "exact"),
        (step * 30, step * 30, "exact"),
    ]


@given(st.integers(min_value=1000, max_value=9899), st.integers(min_value=1, max_value=99))
def test_a_dealers_quote_reads_back(bid, step):
    low, high = bid / 1000, bid / 1000 + step / 1000
    text = f"The dollar opened at {low:.3f}/{round(high * 1000) % 100:02d} marks."
    (one,) = find(text)
    assert (one.min, one.max) == (pytest.approx(low), pytest.approx(high))
    assert (one.currency, one.kind) == ("DEM", "rate")


@given(st.sampled_from(sorted(WRITTEN)), st.integers(min_value=100, max_value=999))
def test_a_mangled_shape_makes_up_no_number(shape, number):
    text = f"they put it at {shape.format(n=number, w='', i=number)} then"
    words = " ".join(word for word in text.lower().split() if word.isalpha())
    assert all(one.min is None and one.max is None for one in find(words))
