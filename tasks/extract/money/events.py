"""Events of a sentence and its money: which event an amount belongs to, and what it says of payer and payee."""

from collections.abc import Sequence
from typing import Protocol

from tasks.extract.money.model import FoundMoney
from tasks.extract.money.places import Mention, Roles

DIRECTED = frozenset({"AID", "COOPERATE", "AGREE", "SANCTION", "CONCEDE"})
# Events that money may belong to, those that most often move it first.
MONEY_EVENTS = ("AID", "COOPERATE", "SANCTION", "AGREE", "CONCEDE", "SUPPORT", "REQUEST", "ACCUSE")
DEALING = frozenset({"AID", "COOPERATE", "AGREE", "SUPPORT"})
# What the source of a deal does: it pays, or it is paid.
BOUGHT = frozenset(
    """buy buys buying bought purchase purchases purchased purchasing acquire acquires acquired acquiring acquisition
    takeover import imports imported""".split()
)
SOLD = frozenset("sell sells selling sold sale sales export exports exported supply supplies supplied deliver".split())
# Characters between an amount and the words of its event.
ADJACENT = 3
# Of two events of one kind, one with a lesser share of the other's score says nothing of an amount between them.
SURE_ENOUGH = 0.8
SMALLEST_DEAL = 100_000
# In these contexts an event between two states may be what the money is for.
MONEY_CONTEXTS = frozenset({"economic", "energy", "aid", "military", "nuclear"})


class RelationLike(Protocol):
    """What is read of a relation; evidence is a character span of the sentence, score its probability."""

    source: str
    target: str
    is_symmetric: bool
    event: str
    context: str
    status: str
    evidence: tuple[int, int]
    score: float


def states_of(one: FoundMoney) -> set[str]:
    """The countries that the amount is bound to."""
    return ({one.payer, one.payee, *(one.pair or ())}) - {None}  # type: ignore[return-value]


def of_parties(
    relations: Sequence[RelationLike], mentions: Sequence[Mention], parties: Sequence[Mention]
) -> list[RelationLike]:
    """The events less those of a state that `mentions` of the sentence name, but none of the `parties` among them.

    It is named by its currency alone, or by a bank that arranges an issue.
    """
    others = {iso3 for _, _, iso3, _ in mentions} - {iso3 for _, _, iso3, _ in parties}
    return [found for found in relations if not others & {found.source, found.target}]


def by_relations(
    one: FoundMoney, words: Roles, relations: Sequence[RelationLike]
) -> tuple[Roles, tuple[str, str] | None]:
    """Completes the parties from the sentence's events that are sure enough, the nearest evidence first."""
    known = set(words) - {None}
    fitting = [found for found in relations if found.status != "negated" and known <= {found.source, found.target}]
    surest = {found.event: found.score for found in sorted(fitting, key=lambda found: found.score)}
    usable = [found for found in fitting if found.score >= SURE_ENOUGH * surest[found.event]]
    for found in sorted(usable, key=lambda found: _gap(one, found.evidence)):
        flow = _flow(one, words, found)
        if flow is not None:
            return flow, None
    if one.kind == "price" or _is_small(one):
        return words, None  # the price of a thing seldom belongs to an event
    dealing = [found for found in usable if is_deal(found)]
    near = [found for found in dealing if _gap(one, found.evidence) <= ADJACENT] or dealing
    pairs = {ordered({found.source, found.target}) for found in near}
    if len(pairs) != 1 or one.purpose in {"budget", "debt"}:
        return words, None
    return words, pairs.pop()


def by_trade(words: set[str], pair: tuple[str, str], relations: Sequence[RelationLike]) -> Roles | None:
    """Who of the pair pays the other, by the directed deal between them and the words of buying or of selling.

    words: of the sentence, in lower case. None where it speaks of both, of neither, or of no directed deal.
    """
    is_bought, is_sold = bool(words & BOUGHT), bool(words & SOLD)
    deals = [found for found in relations if is_deal(found) and {found.source, found.target} == set(pair)]
    if is_bought == is_sold or any(found.is_symmetric for found in deals):
        return None
    ways = {(found.source, found.target) for found in deals}
    if len(ways) != 1:
        return None
    source, target = ways.pop()
    return (source, target) if is_bought else (target, source)


def _is_small(one: FoundMoney) -> bool:
    """Whether it is a sum of persons and shops: states deal in more than thousands."""
    largest = one.max if one.max is not None else one.min
    return one.magnitude is None and largest is not None and largest < SMALLEST_DEAL


def is_deal(found: RelationLike) -> bool:
    """Whether the event is one of two states that money may pass between."""
    is_vague = found.event == "SUPPORT" and found.status != "actual"
    return found.event in DEALING and found.context in MONEY_CONTEXTS and found.status != "negated" and not is_vague


def _flow(one: FoundMoney, words: Roles, found: RelationLike) -> Roles | None:
    """Payer and payee where the event has a direction that says so."""
    payer, payee = words
    if found.is_symmetric:
        return None
    gives = found.event == "AID" or (found.event in DIRECTED and one.purpose in {"aid", "loan", "investment"})
    if gives and found.event != "SANCTION" and payer != found.target and payee != found.source:
        return found.source, found.target
    is_fine = found.event == "SANCTION" and one.purpose == "sanction_or_fine"
    if is_fine and payer != found.source and payee != found.target:
        return found.target, found.source
    is_suspended = found.event == "SANCTION" and one.purpose in {"aid", "loan"}
    return (found.source, found.target) if is_suspended and payee != found.source else None


def event_of(one: FoundMoney, relations: Sequence[RelationLike]) -> RelationLike | None:
    """The event between the amount's states, or around the amount where it has fewer than two."""
    states = states_of(one)
    fitting = [
        found
        for found in relations
        if found.event in MONEY_EVENTS
        and states <= {found.source, found.target}
        and (len(states) > 1 or _gap(one, found.evidence) == 0)
    ]
    order = sorted(fitting, key=lambda found: (MONEY_EVENTS.index(found.event), _gap(one, found.evidence)))
    return order[0] if order else None


def _gap(one: FoundMoney, evidence: tuple[int, int]) -> int:
    return max(evidence[0] - one.end, one.start - evidence[1], 0)


def ordered(states: set[str]) -> tuple[str, str]:
    """The two states in alphabetical order."""
    first, second = sorted(states)
    return first, second
