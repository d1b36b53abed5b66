"""Amounts of a list, each with its own state: "lent Kenya 50 mln dlrs and Uganda 30 mln dlrs"."""

from collections.abc import Sequence
from itertools import pairwise

from tasks.extract.money.model import FoundMoney
from tasks.extract.money.places import Place
from tasks.extract.money.tokens import Token

# What may stand between an amount of a list and the state of the next one.
LINKS = frozenset({",", "and", ";", "while", "but"})


def own_payee(tokens: list[Token], former: FoundMoney, start: int, places: Sequence[Place]) -> str | None:
    """The state that stands where the one of the former amount stood: directly before the amount, behind "and"."""
    place = next((place for place in places if place.end == start), None)
    return place.iso3 if place is not None and _opens(tokens, place, former) else None


def without_others(
    tokens: list[Token], one: FoundMoney, found: Sequence[FoundMoney], places: Sequence[Place]
) -> list[Place]:
    """The places less those that the next amount of a list has for itself."""
    following = next((right for left, right in pairwise(found) if left is one), None)
    if following is None:
        return list(places)
    return [
        place
        for place in places
        if not (0 <= following.start - tokens[place.end - 1].end <= 1 and _opens(tokens, place, one))
    ]


def _opens(tokens: list[Token], place: Place, former: FoundMoney) -> bool:
    """Whether only "and" or a comma stands between the former amount and the place."""
    gap = [token.low for token in tokens[: place.start] if token.start >= former.end]
    return bool(gap) and set(gap) <= LINKS
