"""Amounts that restate the one before them: "14bn euros ($19bn; PS10bn)", "100 mln marks, or 55 mln dlrs"."""

from dataclasses import replace

from tasks.extract.money.amounts import Amount
from tasks.extract.money.model import FoundMoney
from tasks.extract.money.tokens import Token

# Words that may stand between an amount and its conversion.
SAME_AS = frozenset(
    """( ; , / or about around roughly some approximately approx nearly almost worth equal equivalent equivalents to the
    of at current rates i.e. ie that is""".split()
)
# Without a bracket one of these must be there.
SAYING_SO = frozenset({"or", "equivalent", "equal"})
# "988 million yuan, about $400 million,": an aside of another currency.
ROUNDING = frozenset("about around roughly some approximately worth".split())
MAX_GAP = 7


def mark_twins(tokens: list[Token], amounts: list[Amount], found: list[FoundMoney]) -> list[FoundMoney]:
    """The amounts, each conversion with the span of the amount that it restates; lists of one length, in text order."""
    marked: list[FoundMoney] = []
    for k, one in enumerate(found):
        if k and _restates(tokens, amounts[k - 1], amounts[k], found[k - 1], one, bool(marked[-1].twin)):
            marked.append(replace(one, twin=marked[-1].twin or (marked[-1].start, marked[-1].end)))
        else:
            marked.append(one)
    return marked


def _restates(
    tokens: list[Token], left: Amount, right: Amount, former: FoundMoney, latter: FoundMoney, in_chain: bool
) -> bool:
    """Whether the latter is the former again. in_chain: the former is a conversion itself ("($19bn; PS10bn)")."""
    gap = [token.low for token in tokens[left.end : right.start]]
    if len(gap) > MAX_GAP or not all(word in SAME_AS for word in gap) or not _can_equal(former, latter):
        return False
    if left.unit is None or right.unit is None:
        return False
    in_bracket = gap[:1] == ["("]
    is_mangled = not gap and all(token.kind == "w" for token in tokens)
    is_aside = gap[:1] == [","] and bool(ROUNDING & set(gap)) and former.currency != latter.currency
    return in_bracket or is_mangled or is_aside or bool(SAYING_SO & set(gap)) or (in_chain and bool(gap))


def _can_equal(former: FoundMoney, latter: FoundMoney) -> bool:
    """One sum in two currencies, or written in two ways."""
    if former.kind != latter.kind or (former.currency is None and latter.currency is None):
        return False
    if former.currency == latter.currency:
        return former.min is not None and former.min == latter.min
    return (former.min is None and former.max is None) == (latter.min is None and latter.max is None)
