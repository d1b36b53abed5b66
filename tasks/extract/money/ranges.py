"""Amounts that are one range ("$300-400bn", "between 10 and 20 mln stg") or share a currency ("25 and 50 dlrs")."""

import re
from dataclasses import replace

from tasks.extract.money.amounts import Amount, read_amount
from tasks.extract.money.changes import is_change
from tasks.extract.money.numbers import times
from tasks.extract.money.quotes import read_quote
from tasks.extract.money.tokens import Token, at

DASHES = frozenset({"-", "–", "—"})
# "10 or 12 mln dlrs" is a range, "5 dlrs or 4 mln dlrs in all" is not.
MAX_RATIO = 5
RANGE_WORDS = frozenset(
    ("range ranging ranges ranged vary varies varying anywhere between estimates estimated").split()
)
SKIPPED = frozenset(
    ("about around roughly approximately some nearly up perhaps even as much as more than over to").split()
)
MONTHS = frozenset(
    """january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec""".split()
)
# Before a plain number these say that it is no amount: "March 5 to 3.4 billion dlrs", "model 60 to 4,795 dlrs".
NUMBERED = MONTHS | frozenset(
    "model models series band bands article articles phase phases grade grades no nos page pages class chapter".split()
)
# "costs from 2 to 3 mln dlrs" is a range, "rose from 2 to 3 mln dlrs" is not.
SPANNING = frozenset(
    """cost costs costing worth lend lends lent borrow borrows pay pays paying paid spend spends spent invest need needs
    seek seeks bring brings earn earns require requires total totalling""".split()
)
YEARLY = frozenset("of in for since mid early late end".split())
YEAR = re.compile(r"(?:19|20)\d\d")
# Numbers of a list before the one that names their currency.
MAX_LIST = 5


def read_range(tokens: list[Token], i: int) -> list[Amount]:
    """The amount at token i as a list of one, a range as one, several of one currency and both ends of a change apart.

    A change is "from 2 to 3 mln dlrs" or "rose 20 to 1,800 yen".
    """
    first = read_amount(tokens, i)
    if first is None:
        return []
    quote = read_quote(tokens, first)
    if quote is not None:
        return [quote]
    second = _read_second(tokens, first)
    if second is None:
        return _read_list(tokens, first) or [first]
    joined = None if _is_apart(tokens, first, second) else _share(first, second)
    if joined is None:
        return [first]
    low, high = joined
    if _is_range(tokens, low, high, has_both_units=first.unit is not None and second.unit is not None):
        return [_merge(low, high)]
    return [low, high] if first.unit is None else [first]


def _read_second(tokens: list[Token], first: Amount) -> Amount | None:
    j = first.end
    link = at(tokens, j)
    if link.text not in DASHES and link.low not in {"to", "and", "or"}:
        return None
    if link.low == "and" and not _has_before(tokens, first.start, {"between"}):
        return None
    j += 1
    while link.low in {"to", "and"} and at(tokens, j).low in SKIPPED - {"to"}:
        j += 1
    second = read_amount(tokens, j)
    is_bare = second is not None and second.mark in {"bare", "vague"}
    return None if second is None or is_bare or first.mark in {"bare", "vague", "article"} else second


def _is_plain(amount: Amount) -> bool:
    return amount.unit is None and amount.magnitude is None


def _is_apart(tokens: list[Token], first: Amount, second: Amount) -> bool:
    """ "down in 2004 to 789m euros", "on March 5 to 3.4 billion", "or 53 cts": a plain number that begins no range."""
    if not _is_plain(first):
        return False
    if at(tokens, first.end).low == "to" and second.low == 1:
        return True  # "at 35 to one dollar": a rate
    if _is_numbered(tokens, first) or (at(tokens, first.end).low == "or" and _is_earned(tokens, first, second)):
        return True
    if second.magnitude is None or "," in tokens[first.start].text:
        return False
    return (first.mark == "digits" and (first.low or 0) >= 1000) or _scale(first, second) is None


def _is_numbered(tokens: list[Token], amount: Amount) -> bool:
    """Whether the number is that of a day, a year, a fiscal year ("1988/89") or a model."""
    before = at(tokens, amount.start - 1 - (at(tokens, amount.start - 1).text == "-")).low
    if YEAR.fullmatch(tokens[amount.start].text) and before in YEARLY:
        return True
    return at(tokens, amount.start - 1).low in NUMBERED or at(tokens, amount.start - 1).text == "/"


def _is_earned(tokens: list[Token], first: Amount, second: Amount) -> bool:
    """ "earned 1,947,000 or 53 cts a share": the first number is in whole dollars."""
    is_grouped = "," in tokens[first.start].text and (first.low or 0) >= 1000
    return is_grouped and (second.high or 0) < 1000 and second.magnitude is None


def _read_list(tokens: list[Token], first: Amount) -> list[Amount]:
    """ "1,000 and 10,000 Canadian dlrs", "25, 50 and 100 dlrs": each takes the currency of the last; [] for no list."""
    found, link = [first], at(tokens, first.end)
    while link.low in {"and", ","} and len(found) < MAX_LIST and _is_listed(tokens, found[-1]):
        following = read_amount(tokens, found[-1].end + 1)
        if following is None or following.is_prefixed or following.mark in {"bare", "vague", "article"}:
            return []
        found.append(following)
        if following.unit is not None:
            return _spread(found) if link.low == "and" else []
        link = at(tokens, following.end)
    return []


def _is_listed(tokens: list[Token], amount: Amount) -> bool:
    text = tokens[amount.start].text
    return _is_plain(amount) and not _is_numbered(tokens, amount) and not YEAR.fullmatch(text)


def _spread(found: list[Amount]) -> list[Amount]:
    shared = [_share(one, found[-1]) for one in found[:-1]]
    if any(pair is None for pair in shared):
        return []
    return [pair[0] for pair in shared if pair is not None] + [found[-1]]


def _share(first: Amount, second: Amount) -> tuple[Amount, Amount] | None:
    """Gives each side the currency and the magnitude word that stand only once; None if the two do not go together."""
    if first.low is None or second.low is None or not _go_together(first, second):
        return None
    scale = _scale(first, second)
    low = first if scale is None else _scaled(first, scale, scale)
    if first.unit is None and second.unit is not None and second.unit.scale != 1:
        low = _scaled(low, second.unit.scale, low.magnitude)
    unit = second.unit or first.unit
    if first.unit is not None and second.unit is not None and first.unit.iso3 is not None:
        unit = first.unit
    return replace(low, unit=first.unit or unit), replace(second, unit=unit)


def _go_together(first: Amount, second: Amount) -> bool:
    if first.unit is None:
        return second.unit is not None or (second.magnitude is not None and first.magnitude in {None, second.magnitude})
    if second.unit is not None:
        return first.unit.head == second.unit.head
    return first.is_prefixed and (second.magnitude is not None or first.magnitude is None)


def _scaled(amount: Amount, scale: float, magnitude: float | None) -> Amount:
    value = None if amount.low is None else times(amount.low, scale)
    return replace(amount, low=value, high=value, magnitude=magnitude)


def _scale(first: Amount, second: Amount) -> float | None:
    """The magnitude that the first side takes from the second: "$300-400bn", not "$500,000 to $1 million"."""
    if first.magnitude is not None or second.magnitude is None or first.low is None or second.low is None:
        return None
    return second.magnitude if first.low <= second.low / second.magnitude * 1.0001 else None


def _is_range(tokens: list[Token], low: Amount, high: Amount, has_both_units: bool) -> bool:
    if low.low is None or high.low is None or low.low >= high.low:
        return False
    link = at(tokens, low.end)
    if link.low == "or" and (has_both_units or high.low > MAX_RATIO * low.low):
        return False
    if link.text in DASHES or link.low == "and":
        return True
    in_range = _has_before(tokens, low.start, RANGE_WORDS) or _follows_of(tokens, low.start)
    if at(tokens, low.start - 1).low == "from" and at(tokens, low.start - 2).low in SPANNING:
        return True
    if "from" in {at(tokens, low.start - 1).low, at(tokens, low.start - 2).low}:
        return in_range
    return not is_change(tokens, low.start, low.low, high.low, has_both_units, in_range)


def _follows_of(tokens: list[Token], i: int) -> bool:
    """ "a rise of 5 to 10 mln dlrs", "salaries of from 2,101 to 6,100 bolivars"."""
    return at(tokens, i - 1 - (at(tokens, i - 1).low == "from")).low == "of"


def _has_before(tokens: list[Token], i: int, words: set[str] | frozenset[str]) -> bool:
    return any(token.low in words for token in tokens[max(0, i - 4) : i])


def _merge(low: Amount, high: Amount) -> Amount:
    return Amount(
        low.start, high.end, low.low, high.low, high.magnitude or low.magnitude, high.unit, "digits", is_range=True
    )
