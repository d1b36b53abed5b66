"""Two amounts that are one range: "$300-400bn", "between 10 and 20 mln stg", "1.8050/60 marks"."""

import re
from dataclasses import replace

from tasks.extract.money.amounts import Amount, read_amount
from tasks.extract.money.numbers import times
from tasks.extract.money.tokens import Token, at, is_joined

DASHES = frozenset({"-", "–", "—"})
# "10 or 12 mln dlrs" is a range, "5 dlrs or 4 mln dlrs in all" is not.
MAX_RATIO = 5
RANGE_WORDS = frozenset(
    ("range ranging ranges ranged vary varies varying anywhere between estimates estimated of").split()
)
SKIPPED = frozenset(
    ("about around roughly approximately some nearly up perhaps even as much as more than over to").split()
)


def read_range(tokens: list[Token], i: int) -> list[Amount]:
    """The amount at token i as a list of one, a range as one, both ends of a change ("from 2 to 3 mln dlrs") as two."""
    first = read_amount(tokens, i)
    if first is None:
        return []
    quote = _read_quote(tokens, first)
    if quote is not None:
        return [quote]
    second = _read_second(tokens, first)
    if second is None:
        return [first]
    joined = None if _is_date(tokens, first, second) else _share(first, second)
    if joined is None:
        return [first]
    low, high = joined
    is_range = _is_range(tokens, low, high)
    return [_merge(low, high)] if is_range else [low, high] if first.unit is None else [first]


def _read_second(tokens: list[Token], first: Amount) -> Amount | None:
    j = first.end
    link = at(tokens, j)
    if link.text not in DASHES and link.low not in {"to", "and", "or"}:
        return None
    if link.low in {"and"} and not _has_before(tokens, first.start, {"between"}):
        return None
    j += 1
    while link.low in {"to", "and"} and at(tokens, j).low in SKIPPED - {"to"}:
        j += 1
    second = read_amount(tokens, j)
    is_bare = second is not None and second.mark in {"bare", "vague"}
    return None if second is None or is_bare or first.mark in {"bare", "vague", "article"} else second


def _is_date(tokens: list[Token], first: Amount, second: Amount) -> bool:
    """ "down in 2004 to 789m euros": a plain number does not begin a range that ends in millions."""
    is_plain = first.unit is None and first.magnitude is None and first.mark == "digits"
    return (
        is_plain and (first.low or 0) >= 1000 and "," not in tokens[first.start].text and second.magnitude is not None
    )


def _share(first: Amount, second: Amount) -> tuple[Amount, Amount] | None:
    """Gives each side the currency and the magnitude word that stand only once; None if the two do not go together."""
    if (
        first.low is None
        or second.low is None
        or (first.unit is None and second.unit is None and not _is_bare_pair(first, second))
    ):
        return None
    if first.unit is not None and second.unit is not None and first.unit.head != second.unit.head:
        return None
    if first.unit is not None and second.unit is None and not first.is_prefixed:
        return None
    if (
        first.unit is not None
        and second.unit is None
        and (second.magnitude is None) != (first.magnitude is None)
        and second.magnitude is None
    ):
        return None
    scale = _scale(first, second)
    low = (
        first
        if scale is None
        else replace(first, low=_times(first.low, scale), high=_times(first.low, scale), magnitude=scale)
    )
    if first.unit is None and second.unit is not None and second.unit.scale != 1:
        low = replace(low, low=_times(low.low, second.unit.scale), high=_times(low.low, second.unit.scale))
    unit = second.unit or first.unit
    if first.unit is not None and second.unit is not None and first.unit.iso3 is not None:
        unit = first.unit
    return replace(low, unit=first.unit or unit), replace(second, unit=unit)


def _times(value: float | None, scale: float) -> float | None:
    return None if value is None else times(value, scale)


def _is_bare_pair(first: Amount, second: Amount) -> bool:
    return second.magnitude is not None and first.magnitude in {None, second.magnitude}


def _scale(first: Amount, second: Amount) -> float | None:
    """The magnitude that the first side takes from the second: "$300-400bn", not "$500,000 to $1 million"."""
    if first.magnitude is not None or second.magnitude is None or first.low is None or second.low is None:
        return None
    if first.low >= 1000:
        return None
    unscaled = second.low / second.magnitude
    is_close = first.low <= unscaled * 1.0001
    return second.magnitude if is_close else None


def _is_range(tokens: list[Token], low: Amount, high: Amount) -> bool:
    if low.low is None or high.low is None or low.low >= high.low:
        return False
    link = at(tokens, low.end)
    if link.low == "or" and high.low > MAX_RATIO * low.low:
        return False
    if link.text in DASHES or link.low == "and":
        return True
    before = {at(tokens, low.start - 1).low, at(tokens, low.start - 2).low}
    if "from" in before:
        return _has_before(tokens, low.start, RANGE_WORDS)
    return "by" not in before


def _has_before(tokens: list[Token], i: int, words: set[str] | frozenset[str]) -> bool:
    return any(token.low in words for token in tokens[max(0, i - 4) : i])


def _merge(low: Amount, high: Amount) -> Amount:
    return Amount(
        low.start, high.end, low.low, high.low, high.magnitude or low.magnitude, high.unit, "digits", is_range=True
    )


def _read_quote(tokens: list[Token], first: Amount) -> Amount | None:
    """A dealer's quote, bid and offer: "1.8050/60 marks" is 1.8050 to 1.8060."""
    bid, offer = at(tokens, first.start), at(tokens, first.start + 2)
    if first.mark != "digits" or first.unit is not None or at(tokens, first.end).text != "/" or offer.kind != "n":
        return None
    second = read_amount(tokens, first.end + 1)
    is_quote = (
        re.fullmatch(r"\d+\.\d{2,4}", bid.text)
        and re.fullmatch(r"\d{2,3}", offer.text)
        and is_joined(tokens, first.end)
    )
    if second is None or second.unit is None or not is_quote or second.magnitude is not None or first.low is None:
        return None
    high = float(bid.text[: -len(offer.text)] + offer.text)
    if high < first.low:
        return None
    return Amount(first.start, second.end, first.low, high, None, second.unit, "digits", is_range=True)
