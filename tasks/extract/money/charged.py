"""Duties that a state lays on another's goods, bonds that it floats abroad, and what a firm installs for another."""

from tasks.extract.money.places import NOBODY, Place, Roles, is_led_by, subject
from tasks.extract.money.tokens import Token, at

IMPOSE = frozenset("impose imposes imposed imposing levy levies levied slap slaps slapped".split())
DUTIES = frozenset("duty duties tariff tariffs penalty penalties levies sanctions fine fines".split())
# Between "imposed" and those who pay: "imposed on some 300 mln dlrs of Japanese goods".
IMPOSED_REACH = 12
# "tariffs worth up to 5 mln dlrs".
WORTH_REACH = 5
BUYER_REACH = 8
FLOAT = frozenset("float floats floated issue issues issued issuing launch launches launched arranged arranges".split())
PAPERS = frozenset("bond bonds note notes offering eurobond eurobonds".split())
FLOAT_REACH = 6
PAPER_REACH = 9
# A state's own offices, between its name and the verb.
OFFICES = frozenset("government state treasury ministry municipal metropolitan republic kingdom".split())
OFFICE_REACH = 10


def by_duty(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """ "duties of 5 mln dlrs that Kenya imposed on Norwegian fish": whose goods they are pays who imposes them."""
    before = tokens[max(0, start - WORTH_REACH) : start]
    near = before + tokens[end : end + 3]
    if "on" in {token.low for token in before}:
        return NOBODY  # "duties on 5 mln dlrs of goods": the goods are worth it
    verb = next((i for i, token in enumerate(tokens) if token.low in IMPOSE), None)
    if verb is None or not any(token.low in DUTIES for token in near):
        return NOBODY
    behind = [place for place in places if verb < place.start <= verb + IMPOSED_REACH]
    charged = next((place for place in behind if _is_charged(tokens, verb, place)), None)
    others = {place.iso3 for place in places if charged is not None and place.iso3 != charged.iso3}
    if charged is None or not others:
        return NOBODY
    imposing = subject(tokens, [place for place in places if place.iso3 != charged.iso3], verb)
    return charged.iso3, imposing or (others.pop() if len(others) == 1 else None)


def _is_charged(tokens: list[Token], verb: int, place: Place) -> bool:
    """Whether "on" or "against" leads from the verb to the place, with nothing but the goods between."""
    gap = [token.low for token in tokens[verb + 1 : place.start]]
    return bool({"on", "against", "upon"} & set(gap)) and not {"by", "and", "that", "."} & set(gap)


def by_issue(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """ "Kenya floated a 5 mln dlr bond in London": the state that issues it is paid; a firm's issue is its own."""
    if not any(token.low in PAPERS for token in tokens[end : end + PAPER_REACH]):
        return NOBODY
    verb = next((i for i in range(start - 1, max(-1, start - 1 - FLOAT_REACH), -1) if tokens[i].low in FLOAT), None)
    if verb is None:
        return NOBODY
    issuer = next((p for p in reversed(places) if p.end <= verb and _is_state(tokens, p, verb)), None)
    return (None, issuer.iso3) if issuer is not None else NOBODY


def _is_state(tokens: list[Token], place: Place, verb: int) -> bool:
    """The state itself directly before the verb, or one of its offices: "Canada's state-run corporation"."""
    if place.kind not in {"name", "demonym", "capital"} or verb - place.end > OFFICE_REACH:
        return False
    if place.kind == "name" and {token.low for token in tokens[place.end : verb]} <= {"is", "has", "will", "would"}:
        return True
    return any(at(tokens, i).low in OFFICES for i in range(place.end, min(verb, place.end + 3)))


def by_installation(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """ "completed installation of a 5 mln dlr system for Kenya": for whom it is made pays who makes it."""
    near = [token.low for token in tokens[max(0, start - 4) : start]]
    made = next((k for k, word in enumerate(near) if word in {"installation", "delivery", "construction"}), None)
    if made is None or near[made + 1 : made + 2] != ["of"]:
        return NOBODY
    behind = [place for place in places if end <= place.start <= end + BUYER_REACH]
    buyer = next((place.iso3 for place in behind if is_led_by(tokens, place, {"for"}, end)), None)
    before = [place.iso3 for place in places if place.end <= start and place.iso3 != buyer]
    return (buyer, before[0]) if buyer is not None and len(set(before)) == 1 else NOBODY
