"""Amounts of a sentence that goes on about the one before it: "The package includes a five mln dlr grant"."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tasks.extract.money.balance import is_own_sales
from tasks.extract.money.events import RelationLike, is_deal, ordered, states_of
from tasks.extract.money.model import FoundMoney
from tasks.extract.money.tokens import Token, span_of, tokenize

LOOK_BACK = 2
# What an earlier sentence brought up is named again with its article.
AGAIN = re.compile(
    r"\b(?:the|this|these|that|its|their)\s+(?:[\w.,$-]+\s+){0,4}(?:loans?|packages?|deals?|credits?|bonus(?:es)?|line|"
    r"guarantees?|aid|assistance|grants?|projects?|agreements?|accords?|purchases?|sales?|contracts?|orders?|facility|funds|"
    r"money|payments?|actions?|pipeline|tariffs?|bid|offer|fee|fine|programme?|partnership|venture|"
    r"selling price)\b"
    r"|\bthe\s+(?:acquisition|takeover)\s+(?:\w+\s+){0,2}(?:costs?|worth|valued)\b"
    r"|\bthe\s+cost\s+(?:would|will|was|is)\b"
    r"|\bthe\s+joint\s+\w+"
    r"|\bthe\s+(?:additional\b|(?:trade\s+)?(?:surplus|deficit|gap)\b)"
    r"|\b(?:another|further)\s+(?:\S+\s+){1,4}in\s+(?:surplus|trade)\b"
    r"|\ba bonus\b|\b(?:total|bilateral|mutual|two-way) trade\b",
    re.IGNORECASE,
)

# A price belongs to two states where one of them adds to it or takes from it.
AIDED = re.compile(r"\b(?:bonus|subsid|tariff|dut(?:y|ies)\b|levy|rebate)", re.IGNORECASE)


def continue_links(
    found: Sequence[FoundMoney],
    places: Sequence[tuple[int, str]],
    earlier: Sequence[FoundMoney],
    events: Sequence[RelationLike],
    *,
    text: str,
    number: int,
) -> list[FoundMoney]:
    """The amounts of sentence `number`, those without any country with the countries of the last amount before.

    places: characters where the sentence itself names countries, and their ISO3; another country than those of the
    earlier amount breaks the thread. events: those of the sentences just before; without an earlier amount the only
    deal among them gives the countries.
    """
    near = (one for one in reversed(earlier) if states_of(one) and number - one.sentence <= LOOK_BACK)
    former = next(near, None) or _of_deal(events)
    if former is None or not {iso3 for _, iso3 in places} <= states_of(former):
        return list(found)
    found = [_completed(text, one, former) for one in found]
    tokens = tokenize(text)
    return [
        _continued(text, one, former) if _names_again(text, one, places) and not _is_own(tokens, one) else one
        for one in found
    ]


def _is_own(tokens: list[Token], one: FoundMoney) -> bool:
    """ "Its 1986 sales were 5 mln francs": of a firm's own books, however the firm was named before."""
    return is_own_sales(tokens, span_of(tokens, one.start, one.end)[0])


def _names_again(text: str, one: FoundMoney, places: Sequence[tuple[int, str]]) -> bool:
    """Whether words before or around the amount ("the billion project") take up what an earlier sentence brought up."""
    before = [match.end() for match in AGAIN.finditer(text) if match.start() <= one.start]
    return bool(before) and not any(before[-1] <= start < one.start for start, _ in places)


def _of_deal(events: Sequence[RelationLike]) -> FoundMoney | None:
    pairs = {ordered({found.source, found.target}) for found in events if is_deal(found)}
    return FoundMoney(0, 0, pair=pairs.pop()) if len(pairs) == 1 else None


def _completed(text: str, one: FoundMoney, former: FoundMoney) -> FoundMoney:
    """One that goes to whom the earlier amount went comes from there, too: "The action raises the loan to Kenya by"."""
    is_same = one.payee is not None and one.payer is None and one.payee == former.payee
    return replace(one, payer=former.payer) if is_same and AGAIN.search(text) else one


def _continued(text: str, one: FoundMoney, former: FoundMoney) -> FoundMoney:
    if states_of(one) or one.kind == "rate" or one.purpose in {"budget", "debt"}:
        return one
    if one.kind == "price" and not AIDED.search(text):
        return one
    if one.purpose == "loan" and former.purpose == "debt" and former.payee is None:
        return replace(one, payee=former.payer, status=one.status)  # a debtor borrows anew
    return replace(one, payer=former.payer, payee=former.payee, pair=former.pair, status=one.status or former.status)
