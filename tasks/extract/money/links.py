"""Binds amounts to countries: who pays, who is paid, or which two share a deal. Pure, over one sentence."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Protocol

from tasks.extract.money.model import FoundMoney
from tasks.extract.money.purpose import purpose
from tasks.extract.money.tokens import Token, at, tokenize

Mention = tuple[int, int, str, str]
GIVE = frozenset(
    """give gives gave given giving grant grants granted granting pledge pledges pledged pledging provide provides
    provided providing donate donates donated donating lend lends lent lending loan loaned loans invest invests
    invested investing pay pays paid paying offer offers offered offering approve approves approved send sends sent
    sending contribute contributes contributed allocate allocated suspend suspends suspended suspending withhold
    withheld freeze froze frozen cut cuts cutting release released extend extended extending spend spends spent
    commit commits committed announced announces promise promised promises earmarked transfer transferred owe owes
    owed repay repaid buy buys bought purchase purchased deliver delivered fund funds funded finance financed
    financing reduce""".split()
)
TAKE = frozenset(
    """receive receives received receiving secure secures secured securing obtain obtains obtained borrow borrows
    borrowed borrowing get gets got win wins won seek seeks sought asked ask requested request demand demanded earn
    earned raise raised sell sells sold take takes took taken taking accept accepts accepted""".split()
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
        first = bisect_right(tokens, start, key=lambda token: token.end)
        last = bisect_left(tokens, end, key=lambda token: token.start)
        if first < last and iso3:
            places.append(_Place(first, last, iso3))
    return places


def _link(tokens: list[Token], one: FoundMoney, places: list[_Place], relations: Sequence[RelationLike]) -> FoundMoney:
    start = bisect_left(tokens, one.start, key=lambda token: token.start)
    end = bisect_right(tokens, one.end, key=lambda token: token.end)
    if start >= end:
        return one
    use = "trade" if one.kind == "price" else purpose(tokens, start, end)
    one = replace(one, purpose=use)
    # The names of currencies ("Canadian dlrs") are no parties.
    places = [place for place in places if place.end <= start or place.start >= end]
    if one.kind == "rate" or not places:
        return one
    pair = _shared_pair(tokens, places, use)
    words = _by_words(tokens, start, end, places, use) if one.kind == "amount" and pair is None else (None, None)
    payer, payee, shared = _by_relations(one, *words, relations, use)
    if payer is None and payee is None:
        return replace(one, pair=shared or pair)
    return replace(one, payer=payer, payee=payee if payee != payer else None)


def _by_words(
    tokens: list[Token], start: int, end: int, places: list[_Place], use: str
) -> tuple[str | None, str | None]:
    """Payer and payee as nouns, prepositions and verbs give them, the surest first."""
    roles = {place: _by_noun(tokens, place, start) for place in places}
    payer = next((place.iso3 for place, role in roles.items() if role == "payer"), None)
    payee = next((place.iso3 for place, role in roles.items() if role == "payee"), None)
    free = [place for place, role in roles.items() if role is None]
    after_payer, after_payee = _after(tokens, end, free, use)
    payer, payee = payer or after_payer, payee or after_payee
    verb = _verb_before(tokens, start)
    if verb is not None:
        payer, payee = _by_verb(tokens, verb, start, places, (payer, payee))
    return _complete(payer, payee, places, use)


def _by_verb(
    tokens: list[Token], verb: int, start: int, places: list[_Place], roles: tuple[str | None, str | None]
) -> tuple[str | None, str | None]:
    """ "Japan gives Kenya 5 mln dlrs": the subject pays, the object is paid; "Kenya receives": the subject is paid."""
    payer, payee = roles
    gives = tokens[verb].low in GIVE
    direct = next((place for place in places if verb < place.start <= verb + 2 and place.end <= start), None)
    if direct is not None and gives and all(token.kind == "w" for token in tokens[verb : direct.start]):
        payee = payee or direct.iso3
    subject = next((place for place in reversed(places) if place.end <= verb <= place.end + REACH), None)
    if subject is None:
        return payer, payee
    if gives:
        return payer or (subject.iso3 if subject.iso3 != payee else None), payee
    return payer, payee or (subject.iso3 if subject.iso3 != payer else None)


def _complete(payer: str | None, payee: str | None, places: list[_Place], use: str) -> tuple[str | None, str | None]:
    """Aid that one of the sentence's only two states gives goes to the other."""
    others = {place.iso3 for place in places} - {payer, payee}
    if payer is not None and payee is None and use in {"aid", "loan"} and len(others) == 1:
        return payer, others.pop()
    return payer, payee


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
        if at(tokens, i - 1).low == "according":
            continue
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
