"""Figures without a currency: beside one that has it, in a table of results, or money by the words around."""

from dataclasses import replace

from tasks.extract.money import monetary
from tasks.extract.money.amounts import Amount
from tasks.extract.money.currency import Unit
from tasks.extract.money.elided import complete_elided
from tasks.extract.money.tokens import Token

# Row heads of company results ("Net 1,144,000 vs 1,063,000 Revs 8.1 mln vs 7.9 mln").
MONEY_ROWS = frozenset(
    """net revs rev revenue revenues sales profit loss profits losses income earnings assets loans deposits turnover
    gross oper operating pretax tax dividend""".split()
)
OTHER_ROWS = frozenset("shrs shares avg average units tonnes barrels stocks backlog employees note".split())
ROW_REACH = 8
MIN_TABLE = 2
# A row of a table that stands alone begins with its head: "Oper net 3.9 mln vs 1.8 mln".
HEAD_REACH = 3
FEWEST_WHOLE = 10_000


def keep_money(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Those of the amounts that are money, with the currency that they share.

    A figure keeps no currency where none is beside it: "a total cost of 65 mln".
    """
    kept: list[Amount] = []
    in_table = _is_table(tokens)
    table_unit = next((amount.unit for amount in amounts if amount.unit), None) if in_table else None
    for k, amount in enumerate(amounts):
        right = amounts[k + 1] if k + 1 < len(amounts) else None
        if amount.unit is not None:
            kept.append(amount)
        elif in_table and (row := _row(tokens, amount)):
            kept += [replace(amount, unit=_whole(table_unit))] if row == "money" else []
        elif right is not None and _is_in_whole(tokens, amount, right):
            kept.append(replace(amount, unit=_whole(right.unit)))
        elif amount.magnitude is None and (whole := complete_elided(tokens, kept[-1] if kept else None, amount)):
            kept.append(whole)
        elif amount.magnitude is None or _is_echo(tokens, amount, right) or _is_counted_too(tokens, amounts, k):
            continue
        else:
            kept += _settle(tokens, kept[-1] if kept else None, amount, right)
    return kept


def _is_table(tokens: list[Token]) -> bool:
    """Whether the sentence is rows of results: "vs" twice, or once behind the head of a row."""
    count = sum(token.low == "vs" for token in tokens)
    has_head = any(token.low in MONEY_ROWS for token in tokens[:HEAD_REACH])
    return count >= MIN_TABLE or (count == 1 and has_head)


def _is_in_whole(tokens: list[Token], amount: Amount, right: Amount) -> bool:
    """ "earned 1,947,000 or 53 cts a share": the first figure is in whole dollars."""
    gap = [token.low for token in tokens[amount.end : right.start] if token.low != ","]
    is_grouped = amount.mark == "digits" and "," in tokens[amount.start].text and (amount.low or 0) >= FEWEST_WHOLE
    is_small = right.unit is not None and right.magnitude is None and (right.high or FEWEST_WHOLE) < FEWEST_WHOLE
    return is_grouped and gap == ["or"] and is_small


def _is_counted_too(tokens: list[Token], amounts: list[Amount], k: int) -> bool:
    """ "54 million people are online, up from 34 million": what the figure is compared with is no money."""
    left = amounts[k - 1] if k else None
    if left is None or left.unit is not None or left.magnitude is None:
        return False
    return monetary.compares(tokens, amounts[k].start) and monetary.is_counted(tokens, left.start, left.end)


def _is_echo(tokens: list[Token], amount: Amount, right: Amount | None) -> bool:
    """The first half of "billions and billions of dollars"."""
    words = [token.low for token in tokens[amount.end - 1 : amount.end + 2]]
    return right is not None and len(words) == 3 and words[1] == "and" and words[0] == words[2]


def _settle(tokens: list[Token], left: Amount | None, amount: Amount, right: Amount | None) -> list[Amount]:
    if monetary.is_no_sum(tokens, amount.start, amount.end):
        return []
    neighbour = _neighbour(tokens, left, amount, right)
    if neighbour is not None and monetary.follows_nothing(tokens, amount.end):
        return [replace(amount, unit=_whole(neighbour.unit))]
    if left is not None and left.unit is not None and _goes_on(tokens, left, amount):
        return [replace(amount, unit=_whole(left.unit))]
    if left is not None and amount.mark == "digits" and monetary.continues(tokens, left.end, amount.start, amount.end):
        return [replace(amount, unit=_whole(left.unit))]
    return [amount] if monetary.is_money(tokens, amount.start, amount.end, amount.magnitude or 1.0, amount.mark) else []


def _goes_on(tokens: list[Token], left: Amount, amount: Amount) -> bool:
    """Whether the figure speaks of the currency before it, as in lists of results: "and from 14.6 billion in May"."""
    is_figure = amount.mark in {"digits", "words"} and amount.low is not None
    return is_figure and monetary.is_elided(tokens, left.end, amount.start, amount.end)


def _neighbour(tokens: list[Token], left: Amount | None, amount: Amount, right: Amount | None) -> Amount | None:
    """The amount that this one is compared with: "to 388 mln francs from 238 mln"."""
    if left is not None and monetary.is_bridge(tokens, left.end, amount.start):
        return left
    if right is not None and right.unit is not None and monetary.is_bridge(tokens, amount.end, right.start):
        return right
    return None


def _whole(unit: Unit | None) -> Unit | None:
    """The currency itself where the neighbour is in hundredths: cts a share stand beside dollars of sales."""
    return replace(unit, scale=1.0) if unit is not None else None


def _row(tokens: list[Token], amount: Amount) -> str | None:
    """ "money" or "other" by the head of the figure's row in a table of results; None where there is none."""
    first = tokens[amount.start]
    if amount.mark not in {"digits", "bare"} or (amount.magnitude is None and "," not in first.text):
        return None
    for i in range(amount.start - 1, max(-1, amount.start - 1 - ROW_REACH), -1):
        if tokens[i].low in OTHER_ROWS:
            return "other"
        if tokens[i].low in MONEY_ROWS:
            return "money"
    return None
