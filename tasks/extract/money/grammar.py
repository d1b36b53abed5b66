"""Finds the amounts of money of a sentence: reads them left to right, then settles currency, bound and kind."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from tasks.extract.money import context, monetary
from tasks.extract.money.amounts import Amount
from tasks.extract.money.currency import book, era, read_unit, resolve
from tasks.extract.money.currency_words import FILLERS, HEAD, MINOR
from tasks.extract.money.model import FoundMoney
from tasks.extract.money.number_words import MAGNITUDES
from tasks.extract.money.periods import period
from tasks.extract.money.ranges import read_range
from tasks.extract.money.sharing import keep_money
from tasks.extract.money.tokens import Token, at, tokenize
from tasks.extract.money.twins import mark_twins

WORD = re.compile(r"[a-z]+")
SIGN = re.compile(r"[$£€¥¢]|\d ?[A-Z]{3}\b|\b[A-Z]{3} ?\d|\d(?:p|m|bn|tn|k)\b|\b(?:[A-Z][a-z]{0,2}|[Pp][Ss]) ?\d")
# A sentence longer than this is a table or a broken text: only its beginning is read.
MAX_CHARS = 20_000
# Mangled text: a currency word without its number counts only after words that a price or sum follows.
BEFORE_LOST = frozenset(
    """worth at of to from by about around nearly than over for cost costs paid pay up some under least and invest
    invests invested spend spent above below record""".split()
)
LOST_UNITS = frozenset(
    """dollars dlrs euros yen francs marks pounds stg lire pesos rupees roubles rubles crowns cts cents pence rand
    pesetas guilders riyals dirhams ringgit baht yuan won""".split()
)
# "the strong canadian dollars", "sold canadian dollars": the currency itself, no amount.
TRADED = frozenset(
    "in the into and of or for against sell sold selling buy buying bought hold holding as versus is strong weak "
    "with on than".split()
)
SOLD_LOST = frozenset("cent cts cents pence dlr dlrs dollars stg".split())
# "a rouble claim", "a dlr loan": the singular before a noun of money.
SINGULARS = frozenset("dlr dollar rouble ruble franc peso rupee crown euro yen".split())
CONVERTING = frozenset(
    "convert converts converted converting exchange exchanged switch switched swap denominated".split()
)


@cache
def _cue_words() -> frozenset[str]:
    words = {word for phrase in book().phrases for word in phrase[-1:]}
    return frozenset((set(HEAD) | set(MINOR) | set(MAGNITUDES) | words) - {"p", "t", "k", "m", "b", "all"})


@cache
def _currency_words() -> frozenset[str]:
    return frozenset(
        set(HEAD) | set(MINOR) | {code.lower() for code in ("USD", "EUR", "GBP", "JPY")} | {"$", "£", "€", "¥"}
    )


def has_cue(text: str) -> bool:
    """Whether the text may hold money at all: a quick test before the grammar."""
    return not _cue_words().isdisjoint(WORD.findall(text.lower())) or SIGN.search(text) is not None


def find_money(
    text: str,
    *,
    casing: str,
    published: date | None,
    context_iso3: Sequence[str],
    dollar_iso3: str | None = None,
) -> list[FoundMoney]:
    """The monetary figures of one sentence, in its order; offsets are characters of `text`.

    casing: "lower", "upper" or "mixed", as the sentence is written. published: date of the article. context_iso3:
    countries that may decide between currencies of one name, the likeliest first. dollar_iso3: the country whose
    dollar the
    story means by plain "dollars", None for the United States. No number is made up: where the text has none, min
    and max are None. Payer, payee, pair and purpose are left to `link_countries`.
    """
    text = text[:MAX_CHARS]
    if not has_cue(text):
        return []
    tokens = tokenize(text)
    mangled = casing == "lower" and all(token.kind == "w" for token in tokens)
    amounts = keep_money(tokens, _scan(tokens, mangled))
    day = era(text, published)
    codes = [resolve(one.unit, day, context_iso3, dollar_iso3) if one.unit else None for one in amounts]
    found = [_to_found(text, tokens, *pair) for pair in zip(amounts, codes, strict=True)]
    return mark_twins(tokens, amounts, _like_neighbours(tokens, amounts, found))


def _scan(tokens: list[Token], mangled: bool) -> list[Amount]:
    found: list[Amount] = []
    i = 0
    while i < len(tokens):
        amounts = read_range(tokens, i) or (_read_lost(tokens, i) if mangled else [])
        if mangled:
            amounts = [_without_article(tokens, amount) for amount in amounts]
        found += amounts
        i = max((amount.end for amount in amounts), default=i + 1)
    return found


def _without_article(tokens: list[Token], amount: Amount) -> Amount:
    """In mangled text "a million dollar loan" has lost its number: only a plural after it shows that "a" is one."""
    if amount.mark != "article" or (amount.unit is not None and tokens[amount.end - 1].low.endswith("s")):
        return amount
    return replace(amount, low=None, high=None, mark="bare", start=amount.start + 1)


def _read_lost(tokens: list[Token], i: int) -> list[Amount]:
    """A currency whose number some cleaner dropped: "worth australian dollars", "a price of dlrs"."""
    read = read_unit(tokens, i) if tokens[i].low not in FILLERS else None
    if read is None:
        return []
    unit, end = read
    word, before = tokens[end - 1].low, at(tokens, i - 1).low
    is_sold = word in SOLD_LOST and before != "in" and context.unit_sold(tokens, end)
    is_abbreviated = bool(before) and word in {"dlrs", "cts", "stg"} and before not in {"in", "the", "into"}
    is_attribute = before in {"a", "an"} and (
        word == "dlr" or (word in SINGULARS and at(tokens, end).low in monetary.MONEY_NOUNS)
    )
    is_sum = word in LOST_UNITS and before in BEFORE_LOST and _is_after_money(tokens, i)
    is_named = bool(before) and unit.iso3 is not None and word in LOST_UNITS and before not in TRADED
    if not (is_sold or is_abbreviated or is_attribute or is_sum or is_named):
        return []
    return [Amount(i, end, None, None, None, unit, "lost")]


def _is_after_money(tokens: list[Token], i: int) -> bool:
    if at(tokens, i - 1).low in "worth cost costs paid pay invest invests invested spend spent".split():
        return True
    before = {token.low for token in tokens[max(0, i - 7) : i]}
    return bool(before & (monetary.MONEY_SUBJECTS | monetary.MONEY_VERBS)) and not before & CONVERTING


def _to_found(text: str, tokens: list[Token], amount: Amount, code: str | None) -> FoundMoney:
    kind = context.kind(tokens, amount.start, amount.end, amount.magnitude, _currency_words())
    low, high, bound = _bounds(tokens, amount, kind)
    return FoundMoney(
        start=tokens[amount.start].start,
        end=tokens[amount.end - 1].end,
        currency=code,
        min=low,
        max=high,
        magnitude=amount.magnitude,
        qualifier=bound,
        kind=kind,
        period=period(text, tokens, amount.start, amount.end),
    )


def _like_neighbours(tokens: list[Token], amounts: list[Amount], found: list[FoundMoney]) -> list[FoundMoney]:
    """What a price is compared with is a price, too: "90 cts a share vs 33 cts"."""
    alike: list[FoundMoney] = []
    for k, one in enumerate(found):
        is_small = one.kind == "amount" and one.magnitude is None
        is_next = bool(alike) and alike[-1].kind == "price" and alike[-1].currency == one.currency
        is_alike = is_small and is_next and monetary.is_bridge(tokens, amounts[k - 1].end, amounts[k].start)
        alike.append(replace(one, kind="price") if is_alike else one)
    return alike


def _bounds(tokens: list[Token], amount: Amount, kind: str) -> tuple[float | None, float | None, str]:
    if amount.is_range:
        return amount.low, amount.high, "range"
    bound = context.qualifier(tokens, amount.start, amount.end)
    if kind == "rate" and [token.low for token in tokens[amount.start - 2 : amount.start]] == ["up", "to"]:
        # "pushed the dollar up to 150 yen" tells the way, not a bound.
        bound = "exact"
    if bound == "exact" and amount.mark == "vague":
        bound = "about"
    if bound == "over":
        return amount.low, None, bound
    return (None, amount.high, bound) if bound == "under" else (amount.low, amount.high, bound)
