"""Figures without a currency: beside one that has it, in a table of results, or money by the words around."""

from dataclasses import replace

from tasks.extract.money import monetary
from tasks.extract.money.amounts import Amount
from tasks.extract.money.currency import Unit
from tasks.extract.money.tokens import Token

# Row heads of company results ("Net 1,144,000 vs 1,063,000 Revs 8.1 mln vs 7.9 mln").
MONEY_ROWS = frozenset(
    """net revs rev revenue revenues sales profit loss profits losses income earnings assets loans deposits turnover
    gross oper operating pretax tax dividend""".split()
)
OTHER_ROWS = frozenset("shrs shares avg average units tonnes barrels stocks backlog employees note".split())
ROW_REACH = 8
MIN_TABLE = 2


def keep_money(tokens: list[Token], amounts: list[Amount]) -> list[Amount]:
    """Those of the amounts that are money, with the currency that they share.

    A figure keeps no currency where none is beside it: "a total cost of 65 mln".
    """
    kept: list[Amount] = []
    in_table = sum(token.low == "vs" for token in tokens) >= MIN_TABLE
    table_unit = next((amount.unit for amount in amounts if amount.unit), None) if in_table else None
    for k, amount in enumerate(amounts):
        right = amounts[k + 1] if k + 1 < len(amounts) else None
        if amount.unit is not None:
            kept.append(amount)
        elif in_table and (row := _row(tokens, amount)):
            kept += [replace(amount, unit=_whole(table_unit))] if row == "money" else []
        elif amount.magnitude is not None and not _is_echo(tokens, amount, right):
            kept += _settle(tokens, kept[-1] if kept else None, amount, right)
    return kept


def _is_echo(tokens: list[Token], amount: Amount, right: Amount | None) -> bool:
    """The first half of "billions and billions of dollars"."""
    words = [token.low for token in tokens[amount.end - 1 : amount.end + 2]]
    return right is not None and len(words) == 3 and words[1] == "and" and words[0] == words[2]


def _settle(tokens: list[Token], left: Amount | None, amount: Amount, right: Amount | None) -> list[Amount]:
    neighbour = _neighbour(tokens, left, amount, right)
    if neighbour is not None and monetary.follows_nothing(tokens, amount.end):
        return [replace(amount, unit=_whole(neighbour.unit))]
    if left is not None and amount.mark == "digits" and monetary.continues(tokens, left.end, amount.start, amount.end):
        return [replace(amount, unit=_whole(left.unit))]
    return [amount] if monetary.is_money(tokens, amount.start, amount.end, amount.magnitude or 1.0, amount.mark) else []


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
