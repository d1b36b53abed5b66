"""Currencies that a sentence leaves out because the one before it names them: "Imports fell to 8.61 billion"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.extract.money.model import FoundMoney

LOOK_BACK = 2
# Rows of a table of results stand farther apart: "Shr 25 cts vs 20 cts", "Revs 16.1 mln vs 27.2 mln".
ROWS_BACK = 8
ROW = re.compile(r"\d ?(?:mln|billion)? vs ", re.IGNORECASE)
# "Sales totalled 3.9 million units."
UNITS = re.compile(
    r"\bsales\b[^\n]{0,60}?\d ?(?:million|mln|m) (?:units|cars|vehicles|trucks|copies|handsets|phones|albums)\b",
    re.IGNORECASE,
)
SALES = re.compile(r"\bsales\b(?:[^.,;]|\.\d){0,40}$", re.IGNORECASE)
UNITS_BACK = 400
DIGIT = re.compile(r"\d")


def carry_currency(text: str, amounts: Sequence[FoundMoney]) -> list[FoundMoney]:
    """The amounts of an article, those without a currency with that of the sentences just before, where it is one.

    Bare figures of sales are left out where the sales before are told in units.

    Only figures written in digits take one: where a cleaner dropped the digits it may have dropped the currency, too.
    """
    carried: list[FoundMoney] = []
    for one in amounts:
        if _is_of_units(text, one):
            continue
        code = _named_before(text, one, amounts) if _lacks_currency(text, one) else None
        carried.append(replace(one, currency=code) if code else one)
    return carried


def _lacks_currency(text: str, one: FoundMoney) -> bool:
    return one.currency is None and DIGIT.search(text[one.start : one.end]) is not None and one.kind == "amount"


def _named_before(text: str, one: FoundMoney, amounts: Sequence[FoundMoney]) -> str | None:
    """The only currency of its own sentence and of those before; None where there are several or none."""
    is_row = ROW.search(text[max(0, one.start - 40) : one.end + 40]) is not None
    reach = ROWS_BACK if is_row else LOOK_BACK
    near = {other.currency for other in amounts if 0 <= one.sentence - other.sentence <= reach} - {None}
    return near.pop() if len(near) == 1 else None


def _is_of_units(text: str, one: FoundMoney) -> bool:
    """ "sales down 3.1% at 1.06 million" after "sales totalled 3.9 million units"."""
    if one.currency is not None or SALES.search(text[max(0, one.start - 60) : one.start]) is None:
        return False
    return UNITS.search(text[max(0, one.start - UNITS_BACK) : one.start]) is not None
