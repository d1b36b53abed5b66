"""Binds amounts to countries: who pays, who is paid, or which two share a deal. Pure, over one sentence."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from tasks.extract.money.model import FoundMoney
from tasks.extract.money.purpose import purpose
from tasks.extract.money.tokens import Token, at, tokenize

Mention = tuple[int, int, str, str]
GIVE = frozenset(
    """give gives gave given giving grant grants granted granting pledge pledges pledged pledging provide provides provided
    providing donate donates donated donating lend lends lent lending loan loaned loans invest invests invested investing pay pays
    paid paying offer offers offered offering approve approves approved send sends sent sending contribute contributes contributed
    allocate allocated suspend suspends suspended suspending withhold withheld freeze froze frozen cut cuts cutting release
    released extend extended extending spend spends spent commit commits committed announced announces promise promised promises
    earmarked transfer transferred owe owes owed repay repaid buy buys bought purchase purchased deliver delivered fund funds
    funded finance financed financing reduce""".split()
)
TAKE = frozenset(
    """receive receives received receiving secure secures secured securing obtain obtains obtained borrow borrows borrowed
    borrowing get gets got win wins won seek seeks sought asked ask requested request demand demanded earn earned raise raised
    sell sells sold""".split()
)
FLOW_NOUNS = frozenset(
    "aid assistance loan loans grant grants credit credits investment investments funding help relief subsidy".split()
)
SHARED = frozenset({"trade", "energy_deal", "infrastructure", "investment", "arms"})
DIRECTED = frozenset({"AID", "COOPERATE", "AGREE", "SANCTION", "CONCEDE"})
REACH = 14


class RelationLike(Protocol):
    """What is read of a relation; evidence is a character span of the sentence."""

    source: str
    target: str
    is_symmetric: bool
    event: str
    status: str
    evidence: tuple[int, int]


@dataclass(frozen=True)
class _Place:
    """A mention by its tokens [start, end)."""

    start: int
    end: int
    iso3: str


def link_countries(
    found: Sequence[FoundMoney], mentions: Sequence[Mention], relations: Sequence[RelationLike], *, text: str
) -> list[FoundMoney]:
    """The amounts with purpose, payer, payee or pair; all offsets are characters of `text`, one sentence.

    mentions: (start, end, iso3, kind). relations: those found in the sentence, maybe none. What neither words nor
    relations say stays None: two countries in one sentence are not yet a deal.
    """
    tokens = tokenize(text)
    places = _places(tokens, mentions)
    return [_link(tokens, one, places, relations) for one in found]


def _places(tokens: list[Token], mentions: Sequence[Mention]) -> list[_Place]:
    places = []
    for start, end, iso3, _ in sorted(mentions):
        inside = [i for i, token in enumerate(tokens) if token.start < end and token.end > start]
        if inside and iso3:
            places.append(_Place(inside[0], inside[-1] + 1, iso3))
    return places


def _link(tokens: list[Token], one: FoundMoney, places: list[_Place], relations: Sequence[RelationLike]) -> FoundMoney:
    inside = [i for i, token in enumerate(tokens) if token.start >= one.start and token.end <= one.end]
    if not inside:
        return one
    start, end = inside[0], inside[-1] + 1
    use = _price_purpose(one) or purpose(tokens, start, end)
    one = replace(one, purpose=use)
    # The names of currencies ("Canadian dlrs") are no parties.
    places = [place for place in places if place.end <= start or place.start >= end]
    if one.kind == "rate" or not places:
        return one
    payer, payee = _by_words(tokens, start, end, places, use)
    payer, payee, pair = _by_relations(one, payer, payee, relations, use)
    if payer is None and payee is None and pair is None:
        pair = _shared_pair(tokens, places, use)
    return replace(one, payer=payer, payee=payee if payee != payer else None, pair=pair)


def _price_purpose(one: FoundMoney) -> str | None:
    return "trade" if one.kind == "price" else None


def _by_words(
    tokens: list[Token], start: int, end: int, places: list[_Place], use: str
) -> tuple[str | None, str | None]:
    """Payer and payee as prepositions and verbs give them."""
    payer, payee = _after(tokens, end, places, use)
    for place in places:
        role = _by_noun(tokens, place, start)
        payer = payer or (place.iso3 if role == "payer" else None)
        payee = payee or (place.iso3 if role == "payee" else None)
    verb = _verb_before(tokens, start)
    if verb is None:
        return payer, payee
    direct = next((p for p in places if p.start > verb and p.end <= start), None)
    if direct is not None and direct.start <= verb + 2 and tokens[verb].low in GIVE:
        payee = payee or direct.iso3
    subject = next((p for p in reversed(places) if p.end <= verb and verb - p.end <= REACH), None)
    if subject is None:
        return payer, payee
    if tokens[verb].low in GIVE:
        return payer or (subject.iso3 if subject.iso3 != payee else None), payee
    return payer, payee or (subject.iso3 if subject.iso3 != payer else None)


def _verb_before(tokens: list[Token], start: int) -> int | None:
    """The nearest verb of giving or taking in front of the amount."""
    for i in range(start - 1, max(-1, start - 1 - REACH), -1):
        if tokens[i].low in GIVE or tokens[i].low in TAKE:
            return i
        if tokens[i].text in {";", ":"}:
            return None
    return None


def _after(tokens: list[Token], end: int, places: list[_Place], use: str) -> tuple[str | None, str | None]:
    """Countries behind the amount: "to Kenya", "for Kenya", "in Kenya" (investment), "from Japan"."""
    payer = payee = None
    for place in places:
        if not end <= place.start <= end + REACH or any(
            token.text in {";", "."} for token in tokens[end : place.start]
        ):
            continue
        i = place.start - 1
        i -= at(tokens, i).low == "the"
        word = at(tokens, i).low
        if word == "from":
            payer = payer or place.iso3
        elif word in {"to", "for"} or (word == "in" and use in {"investment", "infrastructure", "aid", "loan"}):
            payee = payee or place.iso3
    if use == "arms":
        return payee, payer
    return payer, payee


def _by_noun(tokens: list[Token], place: _Place, start: int) -> str | None:
    """ "U.S. aid" is paid by the U.S., "aid to Pakistan" is paid to Pakistan."""
    if abs(place.start - start) > REACH:
        return None
    after = [token.low for token in tokens[place.end : place.end + 3]]
    after = after[1:] if after[:1] == ["s"] else after
    if after[:1] and (
        after[0] in FLOW_NOUNS
        or (after[1:2] and after[1] in FLOW_NOUNS and after[0] in {"military", "economic", "food"})
    ):
        return "payer"
    before = [token.low for token in tokens[max(0, place.start - 3) : place.start] if token.low != "the"]
    is_target = len(before) > 1 and before[-1] in {"to", "for"} and before[-2] in FLOW_NOUNS
    return "payee" if is_target else None


def _by_relations(
    one: FoundMoney, payer: str | None, payee: str | None, relations: Sequence[RelationLike], use: str
) -> tuple[str | None, str | None, tuple[str, str] | None]:
    """Completes the parties from the event whose evidence lies nearest to the amount."""
    near = sorted(relations, key=lambda relation: _gap(one, relation.evidence))
    for relation in near:
        states = {relation.source, relation.target}
        if {payer, payee} - {None} - states:
            continue
        if relation.is_symmetric:
            if payer is None and payee is None and use in SHARED:
                return None, None, _ordered(states)
            continue
        is_flow = relation.event == "AID" or (relation.event in DIRECTED and use in {"aid", "loan", "investment"})
        if is_flow and payer != relation.target and payee != relation.source:
            return relation.source, relation.target, None
        if relation.event == "SANCTION" and use == "sanction_or_fine" and payer != relation.source:
            return relation.target, relation.source, None
    return payer, payee, None


def _gap(one: FoundMoney, evidence: tuple[int, int]) -> int:
    return max(evidence[0] - one.end, one.start - evidence[1], 0)


def _ordered(states: set[str]) -> tuple[str, str]:
    first, second = sorted(states)
    return first, second


def _shared_pair(tokens: list[Token], places: list[_Place], use: str) -> tuple[str, str] | None:
    """Two states, and no third, joined by "and" or "between", around a deal of both."""
    states = {place.iso3 for place in places}
    if len(states) != 2 or use not in SHARED:
        return None
    ordered = sorted(places, key=lambda place: place.start)
    for left, right in pairwise(ordered):
        gap = [token.low for token in tokens[left.end : right.start]]
        if left.iso3 != right.iso3 and len(gap) <= 2 and gap[:1] and gap[0] in {"and", "-", "with", "&"}:
            return _ordered(states)
    return None
