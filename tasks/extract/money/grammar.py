"""Finds the amounts of money of a sentence: reads them left to right, then settles currency, bound and kind."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache

from tasks.extract.money import context, monetary
from tasks.extract.money.amounts import Amount
from tasks.extract.money.currency import book, era, resolve
from tasks.extract.money.currency_words import HEAD, MINOR
from tasks.extract.money.lost import read_lost
from tasks.extract.money.model import FoundMoney
from tasks.extract.money.number_words import MAGNITUDES
from tasks.extract.money.periods import period
from tasks.extract.money.ranges import read_range
from tasks.extract.money.sharing import keep_money
from tasks.extract.money.tokens import Token, tokenize
from tasks.extract.money.twins import mark_twins

WORD = re.compile(r"[a-z]+")
SIGN = re.compile(
    r",\d{3} vs|[$£€¥¢]|\d ?[A-Z]{3}\b|\b[A-Z]{3} ?\d|\d(?:p|m|bn|tn|k)\b|\b(?:[A-Z][a-z]{0,2}|[Pp][Ss]) ?\d"
)
# A sentence longer than this is a table or a broken text: only its beginning is read.
MAX_CHARS = 20_000


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
        amounts = read_range(tokens, i) or (read_lost(tokens, i) if mangled else [])
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
