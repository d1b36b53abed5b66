"""Mangled text: a currency whose number some cleaner dropped ("worth australian dollars", "a price of dlrs")."""

from tasks.extract.money import context, monetary
from tasks.extract.money.amounts import Amount
from tasks.extract.money.currency import read_unit
from tasks.extract.money.currency_words import FILLERS
from tasks.extract.money.tokens import Token, at

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
DETERMINERS = frozenset("a an its their his s another".split())
# "the dollar fell to yen", "above marks": what the number before the word was is lost.
RATED = frozenset("yen marks francs lire guilders crowns pesos rupees".split())
BEFORE_RATE = frozenset("at to of about around above below topping as near record under over".split())
RATE_REACH = 16


def read_lost(tokens: list[Token], i: int) -> list[Amount]:
    """A currency whose number some cleaner dropped: "worth australian dollars", "a price of dlrs"."""
    read = read_unit(tokens, i) if tokens[i].low not in FILLERS else None
    if read is None:
        return []
    unit, end = read
    word, before = tokens[end - 1].low, at(tokens, i - 1).low
    is_sold = word in SOLD_LOST and before != "in" and context.unit_sold(tokens, end)
    is_abbreviated = bool(before) and word in {"dlrs", "cts", "stg"} and before not in {"in", "the", "into"}
    is_attribute = _is_attribute(tokens, i, end)
    is_sum = word in LOST_UNITS and before in BEFORE_LOST and _is_after_money(tokens, i)
    is_named = bool(before) and unit.iso3 is not None and word in LOST_UNITS and before not in TRADED
    is_rate = word in RATED and before in BEFORE_RATE and _prices_another(tokens, i)
    if not (is_sold or is_abbreviated or is_attribute or is_sum or is_named or is_rate):
        return []
    return [Amount(i, end, None, None, None, unit, "lost")]


def _is_attribute(tokens: list[Token], i: int, end: int) -> bool:
    """ "a rouble claim", "its dlr debt": the singular before a noun of money."""
    before, word, after = at(tokens, i - 1).low, tokens[end - 1].low, at(tokens, end).low
    if word == "dlr" and before in {"a", "an"}:
        return True
    return word in SINGULARS and before in DETERMINERS and after in monetary.MONEY_NOUNS


def _prices_another(tokens: list[Token], i: int) -> bool:
    """ "the dollar fell to a low of yen": another currency is named in front."""
    before = {token.low for token in tokens[max(0, i - RATE_REACH) : i]}
    return bool(before & {"dollar", "pound", "sterling", "euro"}) and not before & CONVERTING


def _is_after_money(tokens: list[Token], i: int) -> bool:
    if at(tokens, i - 1).low in "worth cost costs paid pay invest invests invested spend spent".split():
        return True
    before = {token.low for token in tokens[max(0, i - 7) : i]}
    return bool(before & (monetary.MONEY_SUBJECTS | monetary.MONEY_VERBS)) and not before & CONVERTING
