"""Numbers as newswire writes them: digits, fractions, words, magnitude words."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from tasks.extract.money.number_words import (
    MAGNITUDES,
    MULTI,
    PLURAL_MAGNITUDES,
    SHORT_FORMS,
    SUFFIXES,
    TENS,
    UNITS,
    VAGUE,
)
from tasks.extract.money.spelled import read_fraction_words, read_words
from tasks.extract.money.tokens import FRACTION_SIGNS, Token, at, is_joined

GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
DOT_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|\d{1,3}\.\d{3},\d+")
MAX_DIGITS = 24


@dataclass(frozen=True, slots=True)
class Number:
    """A number over the tokens [start, end). `value` already holds the magnitude; None where the text gives none.

    mark: "digits", "words", "vague" ("several million"), "article" ("a million") or "bare" (magnitude word alone).
    """

    start: int
    end: int
    value: float | None
    magnitude: float | None
    mark: str


def times(value: float, factor: float) -> float:
    """The product as decimal arithmetic has it: 4.1 times a million is 4100000, not 4099999.9999999995."""
    return float(Decimal(repr(value)) * Decimal(repr(factor)))


def parse_numeral(text: str) -> float | None:
    """The value of a numeral: 1,250 · 1.250.000 · 2,5 · 12,34,567 · .5; None if its grouping makes no sense."""
    if text in FRACTION_SIGNS:
        return FRACTION_SIGNS[text]
    if len(text) > MAX_DIGITS:
        return None
    if GROUPED.fullmatch(text):
        return float(text.replace(",", ""))
    if DOT_GROUPED.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d*\.\d+|\d+", text):
        return float(text)
    # A single comma that does not group thousands is a decimal one.
    return float(text.replace(",", ".")) if re.fullmatch(r"\d+,\d+", text) else None


def read_number(tokens: list[Token], i: int) -> Number | None:
    """The longest number, with its magnitude words, that begins at token i."""
    base = _read_base(tokens, i)
    if base is None:
        return _read_bare(tokens, i)
    value, end, mark = base
    magnitude, end = _read_magnitude(tokens, end, touching_letters=mark == "digits")
    if mark == "article" and magnitude is None:
        return None
    if value is None:
        return Number(i, end, None, magnitude, "vague") if magnitude is not None else None
    return _read_rest(tokens, Number(i, end, times(value, magnitude or 1.0), magnitude, mark))


def _read_rest(tokens: list[Token], number: Number) -> Number:
    """Adds smaller parts: "two million five hundred thousand"."""
    if [token.low for token in tokens[number.end : number.end + 3]] == ["and", "a", "half"] and number.magnitude:
        return replace(number, end=number.end + 3, value=(number.value or 0.0) + number.magnitude / 2)
    if number.mark == "article" or number.magnitude is None or number.value is None:
        return number
    j = number.end + (at(tokens, number.end).text == "," and number.mark == "words")
    j += at(tokens, j).low == "and"
    if at(tokens, j).low not in UNITS and at(tokens, j).low not in TENS and at(tokens, j).kind != "n":
        return number
    rest = read_number(tokens, j)
    # Only a smaller magnitude word shows that the parts belong together.
    if rest is None or rest.value is None or rest.magnitude is None or rest.magnitude >= number.magnitude:
        return number
    if rest.mark != number.mark or rest.value >= number.magnitude:
        return number
    return Number(number.start, rest.end, number.value + rest.value, number.magnitude, number.mark)


def _read_base(tokens: list[Token], i: int) -> tuple[float | None, int, str] | None:
    """Value (None if vague), end and mark of the part before the magnitude word."""
    token = at(tokens, i)
    if token.kind == "n":
        digits = _read_digits(tokens, i)
        return (*digits, "digits") if digits else None
    if token.low in VAGUE:
        return None, _skip_vague(tokens, i), "vague"
    fraction = read_fraction_words(tokens, i)
    if fraction:
        return (*fraction, "words")
    words = read_words(tokens, i)
    if words:
        return (*words, "words")
    if token.low in {"a", "an"}:
        return _read_article(tokens, i)
    return None


def _read_article(tokens: list[Token], i: int) -> tuple[float | None, int, str] | None:
    """ "a million", "a hundred million", "a few million"."""
    after = at(tokens, i + 1).low
    if after in VAGUE and after != "multi":
        return None, _skip_vague(tokens, i + 1), "vague"
    if after == "hundred":
        return 100.0, i + 2, "article"
    return (1.0, i + 1, "article") if after in MAGNITUDES and after not in MULTI else None


def _skip_vague(tokens: list[Token], i: int) -> int:
    """Past "several", "multi-", "tens of", "a few hundred"."""
    i += 1
    while at(tokens, i).low in {"of", "-", "hundred", "hundreds", "tens", "dozen"} and at(tokens, i).low:
        i += 1
    return i


def _read_digits(tokens: list[Token], i: int) -> tuple[float, int] | None:
    """Numeral with space groups ("480 000") or a fraction ("6-1/2", "6 1/2", "1/2", "2½")."""
    value = parse_numeral(tokens[i].text)
    if value is None:
        return None
    end = i + 1
    while _is_space_group(tokens, end):
        value, end = value * 1000 + float(tokens[end].text), end + 1
    simple = _read_slash(tokens, i)
    if simple:
        return simple
    dash = end + (at(tokens, end).text == "-" and is_joined(tokens, end - 1))
    mixed = _read_slash(tokens, dash)
    if mixed and value == int(value):
        return value + mixed[0], mixed[1]
    if at(tokens, end).text in FRACTION_SIGNS:
        return value + FRACTION_SIGNS[tokens[end].text], end + 1
    return value, end


def _is_space_group(tokens: list[Token], i: int) -> bool:
    """Whether the token goes on with thousands after a single space, as in "600 000"."""
    before, token = at(tokens, i - 1), at(tokens, i)
    is_head = before.kind == "n" and before.text.isdigit() and len(before.text) <= 3 and before.text != "0"
    return (
        is_head
        and token.kind == "n"
        and re.fullmatch(r"\d{3}", token.text) is not None
        and token.start == before.end + 1
    )


def _read_slash(tokens: list[Token], i: int) -> tuple[float, int] | None:
    if at(tokens, i).kind != "n" or at(tokens, i + 1).text != "/" or at(tokens, i + 2).kind != "n":
        return None
    over, under = tokens[i].text, tokens[i + 2].text
    is_plain = over.isdigit() and under in {"2", "3", "4", "5", "8", "16", "32", "64"} and len(over) <= 2
    return (int(over) / int(under), i + 3) if is_plain and int(over) < int(under) else None


def _read_magnitude(tokens: list[Token], i: int, touching_letters: bool) -> tuple[float | None, int]:
    """Product of the magnitude words at i ("lakh crore", "thousand million") and where they end."""
    if touching_letters:
        j = i + (at(tokens, i).text == "." and is_joined(tokens, i - 1) and is_joined(tokens, i))
        letter = at(tokens, j).low
        if letter in SUFFIXES and is_joined(tokens, j - 1):
            return SUFFIXES[letter], j + 1
        i = j if letter in MAGNITUDES else i
    dash = i + (at(tokens, i).text == "-")
    if at(tokens, dash).low not in MAGNITUDES or at(tokens, dash).low in MULTI:
        return None, i
    product = MAGNITUDES[tokens[dash].low]
    second = MAGNITUDES.get(at(tokens, dash + 1).low)
    if second is not None and second > product and product * second <= 1e12:
        return product * second, dash + 2
    after_of = MAGNITUDES.get(at(tokens, dash + 2).low) if at(tokens, dash + 1).low == "of" else None
    return (after_of, dash + 3) if after_of is not None else (product, dash + 1)


def _read_bare(tokens: list[Token], i: int) -> Number | None:
    """A magnitude word without its number: "billion", "billions", "multibillion", "hundreds of millions"."""
    token = at(tokens, i)
    if token.low not in MAGNITUDES or (token.low in SHORT_FORMS and token.text != token.low):
        return None
    if at(tokens, i - 1).low == "per":
        return None
    if token.low in MULTI:
        return Number(i, i + 1, None, MAGNITUDES[token.low], "vague")
    magnitude, end = _read_magnitude(tokens, i, touching_letters=False)
    is_plural = any(part.low in PLURAL_MAGNITUDES for part in tokens[i:end])
    return Number(i, end, None, magnitude, "vague" if is_plural else "bare")
