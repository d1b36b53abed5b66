"""Amounts of a sentence that goes on about the one before it: "The package includes a five mln dlr grant"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.extract.money.model import FoundMoney

LOOK_BACK = 2
# What an earlier sentence brought up is named again with its article.
AGAIN = re.compile(
    r"\b(?:the|this|these|that|its|their)\s+(?:\w+\s+){0,2}(?:loans?|packages?|deals?|credits?|bonus(?:es)?|guarantees?|line|"
    r"aid|assistance|grants?|projects?|agreements?|accords?|purchases?|sales?|contracts?|orders?|facility|funds|money|"
    r"payments?|pipeline|tariffs?|bid|offer|fee|fine|programme?)\b",
    re.IGNORECASE,
)


def continue_links(
    found: Sequence[FoundMoney], states: set[str], earlier: Sequence[FoundMoney], *, text: str, number: int
) -> list[FoundMoney]:
    """The amounts of sentence `number`, those without any country with the countries of the last amount before.

    states: countries that the sentence itself names; another one than those of the earlier amount breaks the thread.
    """
    former = next((one for one in reversed(earlier) if _states(one) and number - one.sentence <= LOOK_BACK), None)
    if former is None or not states <= _states(former) or AGAIN.search(text) is None:
        return list(found)
    return [_continued(one, former) for one in found]


def _continued(one: FoundMoney, former: FoundMoney) -> FoundMoney:
    if _states(one) or one.kind == "rate" or one.purpose in {"budget", "debt"}:
        return one
    return replace(one, payer=former.payer, payee=former.payee, pair=former.pair, status=one.status or former.status)


def _states(one: FoundMoney) -> set[str | None]:
    return {one.payer, one.payee, *(one.pair or ())} - {None}
