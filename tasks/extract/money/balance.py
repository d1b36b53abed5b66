"""Figures of one side's own books, and balances of trade, which lie between two states or belong to one alone."""

from itertools import pairwise

from tasks.extract.money.places import LISTING, Place, preposition
from tasks.extract.money.tokens import Token, at

# Figures of one side's own books: no flow between states.
RESULTS = frozenset(
    """profit profits loss losses earnings turnover revenue revenues income capital capitalised capitalized
    capitalisation capitalisations capitalization capitalizations assets
    reserves gap gain gains dividend budget surplus deficit gdp gnp takings inflation lost""".split()
)
RESULTS_BEHIND = RESULTS | {"market", "fund", "economy"}
EARNED = frozenset("earned profit profits loss losses lost made net earnings income".split())
ON_SALES = frozenset({("on", "sales"), ("on", "revenues"), ("on", "revenue")})
RESULT_REACH = 9
NOUN_REACH = 4
CLOSED = frozenset("in of to for from by at on with and or that which was is were are".split())
# Before "sales" these make them a firm's own.
SELLERS = frozenset(
    """its their expects expected expect forecasts forecast reported annual yearly quarterly quarter month net group
    consolidated""".split()
)
BALANCES = frozenset("surplus surpluses deficit deficits gap imbalance trade balance".split())
BALANCE_REACH = 12


def is_result(tokens: list[Token], start: int, end: int) -> bool:
    """ "a net profit of 5 mln dlrs", "10 cts on the dollar": a figure of one side's own books."""
    near = _clause_before(tokens, start)
    if is_own_sales(tokens, start):
        return True
    behind = _behind(tokens, end)
    after = [token.low for token in tokens[end : end + 3]]
    if after == ["on", "the", "dollar"] or (tuple(after[:2]) in ON_SALES and _tells_of_earnings(tokens, start)):
        return True
    near = [word for word, after in pairwise([*near, ""]) if after not in {"market", "markets"}]
    wide = [token.low for token in tokens[max(0, start - BALANCE_REACH) : start]]
    if {"gross", "product"} <= set(near) or ("current", "account") in pairwise(wide):
        return True
    return any(word in RESULTS for word in near) or any(word in RESULTS_BEHIND for word in behind)


def is_own_sales(tokens: list[Token], start: int) -> bool:
    """ "its 1986 sales were 5 mln francs", "expects sales of 5 mln francs", "a profit of 1 mln francs on sales of"."""
    words = [word for word in _clause_before(tokens, start) if word.isalpha()]
    before = [token.low for token in tokens[max(0, start - 3) : start]]
    is_earned = _tells_of_earnings(tokens, start) and any(pair in ON_SALES for pair in pairwise(before))
    return is_earned or any(word == "sales" and one in SELLERS for one, word in pairwise(words))


def _tells_of_earnings(tokens: list[Token], start: int) -> bool:
    return any(token.low in EARNED for token in tokens[max(0, start - BALANCE_REACH) : start])


def _clause_before(tokens: list[Token], start: int) -> list[str]:
    near = [token.low for token in tokens[max(0, start - RESULT_REACH) : start]]
    return near[len(near) - near[::-1].index(",") :] if "," in near else near


def _behind(tokens: list[Token], end: int) -> list[str]:
    """The words of the noun that the amount stands before: "a 5 mln dlr Japanese chip market"; two at least."""
    words = [token.low for token in tokens[end : end + NOUN_REACH]]
    stop = next((k for k, word in enumerate(words) if k > 1 and (word in CLOSED or not word.isalpha())), NOUN_REACH)
    return words[: max(stop, 2)]


def partner_of_balance(tokens: list[Token], start: int, end: int, places: list[Place]) -> str | None:
    """The state with which another has a balance of the amount over the tokens [start, end): "a surplus with Japan"."""
    if not _is_balance(tokens, start, end):
        return None
    listed = _listed(tokens, start, places)
    if listed is not None:
        return listed
    for place in places:
        word, governor = preposition(tokens, place)
        is_near = start - BALANCE_REACH <= place.start <= end + BALANCE_REACH
        if word in {"with", "against"} and is_near and (governor in BALANCES or _follows(tokens, end, place)):
            return place.iso3
    return _next_partner(tokens, start, places)


def _next_partner(tokens: list[Token], start: int, places: list[Place]) -> str | None:
    """ "the deficit with the region rose to 2.6 billion, with Japan to 14.8 billion": the state last led by "with"."""
    led = [place for place in places if place.end <= start and preposition(tokens, place)[0] == "with"]
    if not led or at(tokens, led[-1].start - 2).low not in LISTING:
        return None
    gap = {token.low for token in tokens[led[-1].end : start]}
    pairs = pairwise(token.low for token in tokens[: led[-1].start - 1])
    is_balance = any(one in BALANCES - {"trade"} and then == "with" for one, then in pairs)
    return led[-1].iso3 if is_balance and "to" in gap and not gap & LISTING else None


def _is_balance(tokens: list[Token], start: int, end: int) -> bool:
    near = {token.low for token in tokens[max(0, start - 2 * BALANCE_REACH) : start] + tokens[end : end + 4]}
    return bool(near & BALANCES)


def _listed(tokens: list[Token], start: int, places: list[Place]) -> str | None:
    """ "deficits with three partners - Korea 7.1 billion, China 2.1 billion": the state directly before the amount."""
    before = next((place for place in places if place.end == start), None)
    words = {token.low for token in tokens[: before.start]} if before else set()
    return before.iso3 if before and "with" in words and words & {"deficits", "surpluses", "trade"} else None


def _follows(tokens: list[Token], end: int, place: Place) -> bool:
    """Whether nothing but a few words stand between the amount and "with X"."""
    gap = tokens[end : place.start]
    return 0 < len(gap) <= 6 and all(token.kind == "w" for token in gap) and at(tokens, end).low != "and"
