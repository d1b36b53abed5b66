"""Figures that leave magnitude and currency to the one before: "from 4.5 mln dlrs in 1985 to 5.2 in 1986"."""

from dataclasses import replace

from tasks.extract.money.amounts import Amount
from tasks.extract.money.numbers import times
from tasks.extract.money.tokens import Token, at

JOINING = frozenset("to from and with against versus vs than or".split())
ENDING = frozenset({"", ".", ",", ";", ")", "in", "last", "this", "at", "for", "previously", "earlier"})
PERIODS = frozenset("year month quarter week".split())
# How far apart the two may stand, and how much they may differ.
MAX_GAP = 7
MAX_FACTOR = 4.0


def complete_elided(tokens: list[Token], left: Amount | None, amount: Amount) -> Amount | None:
    """The figure with magnitude and currency of the amount before, where both are parts of one comparison; else None.

    A whole number may count anything ("5 mln dlrs to 3 firms"), so it is taken only where each has its time: "10 mln
    dlrs in May and 15 in June".
    """
    if left is None or left.unit is None or left.magnitude is None or left.low is None or left.high is None:
        return None
    if amount.mark != "digits" or amount.low is None or not _is_joined(tokens, left.end, amount.start):
        return None
    value = times(amount.low, left.magnitude)
    if not left.low / MAX_FACTOR <= value <= left.high * MAX_FACTOR or not _ends(tokens, amount.end):
        return None
    is_decimal = "." in tokens[amount.start].text
    if not is_decimal and not (at(tokens, left.end).low == "in" == at(tokens, amount.end).low):
        return None
    return replace(amount, low=value, high=value, magnitude=left.magnitude, unit=replace(left.unit, scale=1.0))


def _is_joined(tokens: list[Token], end: int, start: int) -> bool:
    gap = tokens[end:start]
    return 0 < len(gap) <= MAX_GAP and gap[-1].low in JOINING and not any(token.text in {".", ";"} for token in gap)


def _ends(tokens: list[Token], end: int) -> bool:
    """Whether the figure stands alone: before a sign, a time ("in May", "a year earlier") or the end."""
    if at(tokens, end).low in {"a", "the"}:
        return at(tokens, end + 1).low in PERIODS
    return at(tokens, end).low in ENDING
