"""Who owes an amount and to whom, and who borrows it, by the words of a sentence."""

from itertools import pairwise

from tasks.extract.money.places import (
    ASIDE,
    STOPS,
    WEAK,
    Place,
    Roles,
    is_owner,
    is_scene,
    only_state,
    preposition,
    subject,
)
from tasks.extract.money.tokens import Token, at
from tasks.extract.money.verbs import TAKE, is_verb

# Lenders that are no state: what they lend goes to the state named beside them.
LENDERS = frozenset("bank banks creditor creditors lender lenders imf".split())
DEBTS = frozenset("debt debts arrears loan loans payments".split())
# "Brazil's suspension of interest payments on", "Peru's moratorium": whose it is owes.
UNPAID = frozenset("suspension moratorium default".split())
# Who does so owes.
PAY_OFF = frozenset("repay repays repaid redeem redeems redeemed service".split())
BORROWING = frozenset("borrowing borrowings borrows borrow".split())
OWE = frozenset("owe owes owed owing".split())
# "its 110 billion dlr debt", "the country's debt": of the state named last, or of the sentence's subject.
POSSESSIVE = frozenset("its their his her country's nation's country’s nation’s".split())
SPEAKERS = frozenset({"institution", "leader", "person", "region"})
SCENES = frozenset({"capital", "city"})
# Lenders that belong to many states: whom they lend to is all that a text says.
MULTILATERAL = frozenset({("world", "bank"), ("monetary", "fund")})
CONTINENTS = frozenset("african asian american islamic".split())
OWNER_REACH = 4
ABOUT = frozenset("about some nearly around roughly another almost".split())
OWE_REACH = 14
ISSUES = frozenset("offering offerings issue eurobond eurobonds bond bonds borrowing".split())
REQUEST_REACH = 14
ASKING = frozenset("request requests appeal application plea".split())


def debt_roles(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """Who owes the amount over the tokens [start, end), and to whom ("its debt to Italy"); who asks for it is paid."""
    if is_verb(tokens, start - 1 - (at(tokens, start - 1).low in ABOUT), places, TAKE):
        return None, subject(tokens, places, start)
    owing = _owing_state(tokens, start, end, places)
    payer = (
        owing
        or _owner(tokens, start, places)
        or _owner_behind(tokens, end, places)
        or _owner_of_word(tokens, places)
        or _possessor(tokens, start, end, places)
        or only_state(
            [place for place in places if not _is_paid(tokens, place) and not _is_unnamed_behind(tokens, place, end)]
        )
    )
    creditor = _creditor(tokens, end, places, payer)
    if payer is None:
        payer = _rescheduling(tokens, end, places)
        creditor = creditor or _lender(tokens, places, payer)
    return payer, creditor if payer is not None else None


def _owing_state(tokens: list[Token], start: int, end: int, places: list[Place]) -> str | None:
    """ "Brazil owes banks 109 billion dlrs", "loans that Brazil owes", "sums owed by Brazil"."""
    for i in range(end, min(end + OWE_REACH, len(tokens))):
        if tokens[i].low in OWE:
            by = [place for place in places if place.start >= i and preposition(tokens, place)[0] == "by"]
            return by[0].iso3 if by else next((place.iso3 for place in places if end < place.end == i), None)
        if tokens[i].text in STOPS | {"."}:
            break
    for i in range(start - 1, max(-1, start - 1 - OWE_REACH), -1):
        if tokens[i].low in OWE | PAY_OFF:
            return subject(tokens, [place for place in places if place.kind not in SCENES], i)
    return None


def _owner(tokens: list[Token], start: int, places: list[Place], reach: int = OWNER_REACH) -> str | None:
    """ "Brazil's 109 billion dlr debt"; reach: how many tokens may stand between."""
    owners = [place for place in places if place.end <= start <= place.end + reach and is_owner(tokens, place)]
    return owners[-1].iso3 if owners else None


def _owner_behind(tokens: list[Token], end: int, places: list[Place]) -> str | None:
    """ "30 billion dlrs in old Argentine debt"."""
    is_led = at(tokens, end).low in {"in", "of"}
    near = (place for place in places if end < place.start <= end + 2 and place.kind == "demonym" and is_led)
    return next((place.iso3 for place in near if at(tokens, place.end).low in {"debt", "debts"}), None)


def _owner_of_word(tokens: list[Token], places: list[Place]) -> str | None:
    """ "Iraq's debt to France stands at 3 billion dlrs"."""
    for place in places:
        behind = {token.low for token in tokens[place.end : place.end + OWNER_REACH]}
        if is_owner(tokens, place) and behind & (DEBTS | UNPAID):
            return place.iso3
    return None


def _possessor(tokens: list[Token], start: int, end: int, places: list[Place]) -> str | None:
    """Whom "its" or "the country's" beside the amount means: the state named last, towns and companies left out."""
    near = [token.low for token in tokens[max(0, start - OWNER_REACH) : start]]
    if at(tokens, end).low == "of":
        near += [token.low for token in tokens[end : end + OWNER_REACH]]
    mangled = {f"{one}'s" for one, two in pairwise(near) if two == "s"}
    if not POSSESSIVE & {*near, *mangled}:
        return None
    named = [place for place in places if place.end <= start and place.kind not in WEAK | SCENES | {"pronoun"}]
    free = [place for place in named if preposition(tokens, place)[0] not in ASIDE or is_owner(tokens, place)]
    return (free or named)[-1].iso3 if named else None


def _rescheduling(tokens: list[Token], end: int, places: list[Place]) -> str | None:
    """ "a 76 billion dlr rescheduling package for Mexico"."""
    near = [place for place in places if end < place.start <= end + OWNER_REACH + 1]
    return next((place.iso3 for place in near if preposition(tokens, place)[0] == "for"), None)


def _lender(tokens: list[Token], places: list[Place], other: str | None) -> str | None:
    """ "British banks": the state of lenders that the sentence names, where it is another than `other`."""
    if other is None:
        return None
    lenders = (place for place in places if place.kind == "demonym" and at(tokens, place.end).low in LENDERS)
    return next((place.iso3 for place in lenders if place.iso3 != other), None)


def _creditor(tokens: list[Token], end: int, places: list[Place], payer: str | None) -> str | None:
    near = [place for place in places if place.start <= end + OWE_REACH and place.iso3 != payer]
    owed = next((place for place in near if at(tokens, place.start - 1).low in OWE), None)
    if owed is not None:
        return owed.iso3
    named = (place for place in near if preposition(tokens, place)[0] == "to")
    return next((place.iso3 for place in named if preposition(tokens, place)[1] in OWE | DEBTS), None)


def borrower(tokens: list[Token], start: int, places: list[Place]) -> str | None:
    """Who requests it, whose very sum it is, or the only state beside lenders that are none.

    "Argentina asked its creditor banks for a loan"; "Mexico's 7.7 billion dlr loan package".
    """
    asked = _requester(tokens, start, places) or _owner(tokens, start, places, reach=1) or _issuer(tokens, places)
    if asked is not None:
        return asked
    is_lent = any(token.low in LENDERS | BORROWING for token in tokens)
    near = [place for place in places if place.kind not in SPEAKERS and not is_scene(tokens, place)]
    near = [place for place in near if not _lends(tokens, place)]
    return only_state(near) if is_lent else None


def names_multilateral(tokens: list[Token]) -> bool:
    """Whether a lender of many states is named: the IMF, the World Bank, a continent's development bank."""
    words = ["", *(token.low for token in tokens)]
    return "imf" in words or any(
        pair in MULTILATERAL or (pair == ("development", "bank") and before in CONTINENTS)
        for before, pair in zip(words, pairwise(words[1:]), strict=False)
    )


def _is_paid(tokens: list[Token], place: Place) -> bool:
    """ "repaid 5 mln dlrs to Lord Sato"."""
    return any(token.low == "to" for token in tokens[max(0, place.start - 2) : place.start])


def _is_unnamed_behind(tokens: list[Token], place: Place, end: int) -> bool:
    """ "repaid its 5 mln dlr debt and said that the country's debt": an unnamed state behind the amount."""
    return place.kind == "topic" and place.start >= end and at(tokens, end).low != "of"


def _lends(tokens: list[Token], place: Place) -> bool:
    """ "a credit line with Barclays": a firm that the money comes from."""
    return place.kind == "company" and preposition(tokens, place)[0] in {"with", "from"}


def _issuer(tokens: list[Token], places: list[Place]) -> str | None:
    """ "a 5 mln dlr note, Kenya's first such offering": whose issue it is."""
    owners = (place for place in places if is_owner(tokens, place))
    near = ((place, {token.low for token in tokens[place.end : place.end + OWNER_REACH + 1]}) for place in owners)
    return next((place.iso3 for place, words in near if words & ISSUES), None)


def _requester(tokens: list[Token], start: int, places: list[Place]) -> str | None:
    """ "on his country's request for 2 billion dlrs in loans": the state named last before "request"."""
    for i in range(start - 1, max(-1, start - 1 - REQUEST_REACH), -1):
        if tokens[i].low in ASKING and at(tokens, i + 1).low == "for":
            named = [place for place in places if place.end <= i and place.kind not in SCENES | {"institution"}]
            return named[-1].iso3 if named else None
    return None
