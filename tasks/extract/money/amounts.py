"""One amount: a number with its currency before or after it."""

import re
from dataclasses import dataclass

from tasks.extract.money.currency import Unit, adjectives, book, read_unit
from tasks.extract.money.currency_words import EVERYDAY_CODES, HEAD, SHORT_ADJECTIVES
from tasks.extract.money.monetary import NEUTRAL
from tasks.extract.money.numbers import Number, read_number, times
from tasks.extract.money.tokens import Token, at, is_joined

# Currency words that are common English words: they need digits or a magnitude word.
EVERYDAY = frozenset(
    ("mark crown won real rand leu lev sol lat kip som colon punt dong pula lek sovereign inti dram baht").split()
)
NOT_AFTER = frozenset(["ps", "re", "fr", "frs"])
WEIGHED = frozenset(("bomb bombs man men woman weight heavyweight baby fish shell warhead explosive lb").split())
VIDEO_LINES = frozenset({240.0, 360.0, 480.0, 576.0, 720.0, 1080.0, 2160.0})
SIGN_CHARACTERS = frozenset("$£€¥₹₩₽₺₱₦₪฿₫￥")
DOLLAR_STATES = frozenset("CAN AUS HKG NZL SGP TWN USA".split())
BEFORE_NUMBER = frozenset(
    "dlrs dollars rupees stg ecu ecus lire yen francs marks pesos euros riyals roubles rubles pounds".split()
)
CONSOLES = frozenset({1.0, 2.0, 3.0, 4.0, 5.0})
MONEY_AFTER_POUNDS = frozenset(["aid", "debt", "debts", "loans", "taxpayers", "public", "government", "investment"])


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount over the tokens [start, end). low, high: None where the text gives no number. mark: as Number.mark."""

    start: int
    end: int
    low: float | None
    high: float | None
    magnitude: float | None
    unit: Unit | None
    mark: str
    is_range: bool = False
    is_prefixed: bool = False


def read_amount(tokens: list[Token], i: int) -> Amount | None:
    """The amount that begins at token i, with or without a currency."""
    prefix = read_prefix(tokens, i)
    prefixed = _read_prefixed(tokens, i, *prefix) if prefix is not None else None
    if prefixed is not None:
        return prefixed
    number = read_number(tokens, i)
    if number is None:
        return None
    j = number.end
    if at(tokens, j).text in {"-", "+"}:
        j += 1
        j += at(tokens, j).low == "plus"
    elif at(tokens, j).low == "plus" and at(tokens, j + 1).kind == "w":
        j += 1
    read = read_unit(tokens, j)
    if read is not None and fits(tokens, number, *read):
        unit, end = read
        return _amount(number, end, unit)
    return _amount(number, number.end, None)


def _amount(number: Number, end: int, unit: Unit | None, is_prefixed: bool = False) -> Amount:
    value = None if number.value is None else times(number.value, unit.scale if unit else 1.0)
    return Amount(number.start, end, value, value, number.magnitude, unit, number.mark, is_prefixed=is_prefixed)


def _read_prefixed(tokens: list[Token], start: int, unit: Unit, i: int) -> Amount | None:
    number = read_number(tokens, i)
    if number is None or not _is_prefixed_number(tokens, start, number):
        return None
    end = number.end
    if at(tokens, end).text == "+" and is_joined(tokens, end - 1):
        end += 1
    read = read_unit(tokens, end + (at(tokens, end).text == "-"))
    if read is not None and read[0].scale == 1 and _is_same(unit, read[0]):
        unit, end = (read[0] if read[0].iso3 else unit), read[1]
    elif unit.head in {"$", "dollar"} and adjectives().get((at(tokens, end).low,)) in {"CAN", "AUS", "USA"}:
        unit, end = _trailing(tokens, unit, end)
    found = _amount(number, end, unit, is_prefixed=True)
    return Amount(start, end, found.low, found.high, found.magnitude, unit, found.mark, is_prefixed=True)


def _is_same(sign: Unit, word: Unit) -> bool:
    """ "$5 million dollars", "Rs 500 crore rupees": the word repeats the sign."""
    return word.head == {"$": "dollar", "£": "pound", "ps": "pound", "€": "euro"}.get(sign.head, sign.head)


def _trailing(tokens: list[Token], unit: Unit, end: int) -> tuple[Unit, int]:
    """ "$5 million Canadian"; not "$5 million U.S. loan"."""
    if at(tokens, end + 1).kind == "w" and at(tokens, end + 1).low not in {
        "in",
        "to",
        "for",
        "from",
        "and",
        "on",
        "by",
    }:
        return unit, end
    return Unit("dollar", book().heads.get("dollar", ()), adjectives()[(tokens[end].low,)]), end + 1


def _is_prefixed_number(tokens: list[Token], start: int, number: Number) -> bool:
    """Whether what follows the sign is its number and not, say, a games console or the next figure."""
    sign, first = tokens[start], tokens[number.start]
    if any(token.low in SIGN_CHARACTERS for token in tokens[start : number.start]):
        return number.mark in {"digits", "bare", "vague"} or number.magnitude is not None
    if number.mark != "digits":
        return False
    is_touching = tokens[number.start - 1].end == first.start
    looks_like_money = number.magnitude is not None or "," in first.text
    if sign.low == "ps":
        return is_touching and (number.magnitude is not None or number.value not in CONSOLES)
    if len(sign.text) == 1:
        return is_touching and looks_like_money
    is_sign = sign.text in book().spellings and sign.text not in EVERYDAY_CODES
    # "dlrs 2.5 billion": a currency word before its number is rare, so the number must look like an amount.
    return is_sign or looks_like_money


def read_prefix(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    """A currency before its number, and where the number begins: "$", "US$", "$A", "Rs.", "USD", "dlrs"."""
    token = at(tokens, i)
    if token.text == "$":
        return _read_dollar(tokens, i)
    for length in (4, 3, 2, 1):
        lows = tuple(part.low for part in tokens[i : i + length])
        if len(lows) == length and lows in book().signs and _is_sign(tokens, i, i + length):
            head = "yen" if lows == ("¥",) else HEAD.get(lows[0], "".join(lows))
            return _with_point(tokens, Unit(head, book().signs[lows]), i + length)
    if token.low == "ps":
        return _with_point(tokens, Unit("ps", ()), i + 1)
    return _read_word_prefix(tokens, i)


def _read_word_prefix(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    """ "dlrs 2.5 billion", "FFr 10m"."""
    low = at(tokens, i).low
    if low in BEFORE_NUMBER:
        return _with_point(tokens, Unit(HEAD[low], book().heads.get(HEAD[low], ())), i + 1)
    found = book().phrases.get((low,), ())
    is_abbreviation = len(found) == 1 and 1 < len(low) < 5 and low not in EVERYDAY and at(tokens, i).text != low
    return _with_point(tokens, Unit(low, found), i + 1) if is_abbreviation else None


def _is_sign(tokens: list[Token], start: int, end: int) -> bool:
    """Whether the tokens stand together and letters alone are written as in the seed file ("Rs", "DM")."""
    if any(not is_joined(tokens, k) for k in range(start, end - 1)):
        return False
    return any(token.kind == "s" for token in tokens[start:end]) or tokens[start].text in book().spellings


def _read_dollar(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    dollars = book().heads.get("dollar", ())
    short = SHORT_ADJECTIVES.get(at(tokens, i + 1).low)
    if short and is_joined(tokens, i) and at(tokens, i + 2).kind == "n":
        return Unit("dollar", dollars, short), i + 2
    before = adjectives().get((at(tokens, i - 1).low,)) if i else None
    if before in DOLLAR_STATES:
        return Unit("dollar", dollars, before), i + 1
    return _with_point(tokens, Unit("$", ()), i + 1)


def _with_point(tokens: list[Token], unit: Unit, end: int) -> tuple[Unit, int] | None:
    """Steps over the point of "Rs. 500"; None where no number can follow."""
    j = end + (at(tokens, end).text == "." and at(tokens, end - 1).kind == "w")
    follows = at(tokens, j).kind == "n" or at(tokens, j).kind == "w"
    return (unit, j) if follows else None


def fits(tokens: list[Token], number: Number, unit: Unit, end: int) -> bool:
    """Whether the word after the number is a currency: not "80,000 pounds of copper", "in 1985 dollars"."""
    last, between = at(tokens, end - 1), tokens[number.end : end]
    if any(token.low in NOT_AFTER or (token.low == "of" and number.value is not None) for token in between):
        return False
    if last.low in {"p", "sen"}:
        return number.mark == "digits" and last.text.islower() and _is_pence(tokens, number, last)
    if last.low in {"mark", "crown"} and (at(tokens, end).kind != "w" or at(tokens, end).low in NEUTRAL):
        return False
    if unit.head in EVERYDAY and unit.iso3 is None and number.magnitude is None:
        return number.mark == "digits" and _is_everyday_money(last, number)
    if last.low in {"pound", "pounds"} and unit.iso3 is None and _is_weight(tokens, number, end):
        return False
    return not _is_year(tokens, number) and (last.low, at(tokens, end).low) != ("dollar", "baby")


def _is_pence(tokens: list[Token], number: Number, last: Token) -> bool:
    return last.low != "p" or (is_joined(tokens, number.end - 1) and number.value not in VIDEO_LINES)


def _is_everyday_money(last: Token, number: Number) -> bool:
    if not (last.text.islower() or last.text.isupper()):
        return False
    value = number.value or 0.0
    return value >= 100 or (last.low not in {"won", "real", "sol", "rand"} and last.low != "leva")


def _is_weight(tokens: list[Token], number: Number, end: int) -> bool:
    after, then = at(tokens, end), at(tokens, end + 1)
    if after.low == "of":
        return then.low not in MONEY_AFTER_POUNDS
    before = {token.low for token in tokens[max(0, number.start - 4) : number.start]}
    return after.low in WEIGHED or bool(before & {"weighing", "weighed", "weigh", "weighs"})


def _is_year(tokens: list[Token], number: Number) -> bool:
    """ "in constant 1985 dollars", "the 1986 dollar"."""
    is_plain = number.mark == "digits" and number.magnitude is None and number.end == number.start + 1
    if not is_plain or not re.fullmatch(r"(19|20)\d\d", tokens[number.start].text):
        return False
    return at(tokens, number.start - 1).low in {"in", "constant", "the", "real", "since", "late", "early"}
