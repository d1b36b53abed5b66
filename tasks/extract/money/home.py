"""Whether money of which one side is known stays in that state: firms and towns, home currency, no word of abroad."""

from functools import cache
from itertools import pairwise

from seeds.reader import read_currencies
from tasks.extract.money.debts import names_multilateral
from tasks.extract.money.model import FoundMoney
from tasks.extract.money.places import WEAK, Place, Roles, is_owner, preposition
from tasks.extract.money.tokens import Token, at

# A minister or a central bank speaks for the debt of the state.
OFFICES = frozenset({"leader", "person", "institution"})
# What a leader gives of less than this is his own.
LARGE = 1_000_000
# What a state owes, borrows, gives or is fined may be all that a text says; what is bought, built or spent without
# another state is bought, built and spent at home.
ONE_SIDED = frozenset({"debt", "loan", "aid", "sanction_or_fine"})
FOREIGN = frozenset("foreign external overseas abroad".split())
# Characters between money of a state's own currency and the word that says that it comes from abroad or goes there.
NEAR = 40
ABROAD = frozenset(
    """international multilateral imf donor donors creditor creditors eurobond eurobonds euromarket euromarkets
    developing imported importing imports""".split()
)
GIFTS = frozenset(
    """give gives gave given grant granted donate donated contribute contributes contributed contribution pledge pledged
    pledges""".split()
)
# What persons are paid.
REWARDS = frozenset("reward rewards prize prizes salary salaries wage wages bail pension pensions".split())
# A state that pays contractors in foreign money pays abroad.
AWARDS = frozenset("award awards awarded awarding tender tenders".split())
CONTRACTS = frozenset("contract contracts".split())
# A state directly behind "to" or "from".
LED_REACH = 3
EURO_AREA = frozenset("AUT BEL CYP DEU ESP EST EUU FIN FRA GRC HRV IRL ITA LTU LUX LVA MLT NLD PRT SVK SVN".split())
FIRMS = frozenset(
    """firm firms company companies corp group maker makers producer producers courier airline carrier insurer
    retailer subsidiary conglomerate""".split()
)
FIRM_REACH = 5


def stays_home(tokens: list[Token], one: FoundMoney, roles: Roles, places: list[Place]) -> bool:
    """Whether the amount with these roles is no money between states. places: those of its sentence."""
    payer, payee = roles
    if payer is not None and payee is not None:
        return payer == payee
    state = payer or payee
    kinds = {"company" if _is_firm(tokens, place) else place.kind for place in places if place.iso3 == state}
    if _is_weak(kinds, one, payee):
        return True
    near = {token.low for token in tokens if one.start - NEAR <= token.start <= one.end + NEAR}
    if near & REWARDS or (_is_public_debt(tokens) and not near & FOREIGN):
        return True
    is_given = one.purpose in {"aid", "sanction_or_fine"} and payer is not None
    is_multilateral = one.purpose == "loan" and names_multilateral(tokens)
    if _is_own(one.currency, state or "") and not is_given and not is_multilateral:
        return not near & FOREIGN
    words = {token.low for token in tokens}
    if payer is not None and words & AWARDS and words & CONTRACTS:
        return False
    return not (one.purpose in ONE_SIDED or words & (FOREIGN | ABROAD | GIFTS) or _is_led(tokens, one, places, state))


def _is_public_debt(tokens: list[Token]) -> bool:
    """ "public debt", "the national debt": owed at home unless it is called foreign."""
    pairs = pairwise(token.low for token in tokens)
    return any(first in {"public", "national", "domestic", "internal"} and then == "debt" for first, then in pairs)


def _is_led(tokens: list[Token], one: FoundMoney, places: list[Place], state: str | None) -> bool:
    """ "5 mln dlrs from Japan", "5 mln dlrs to Kenya"."""
    end = sum(token.start < one.end for token in tokens)
    near = (place for place in places if place.iso3 == state and end < place.start <= end + LED_REACH)
    return any(preposition(tokens, place)[0] in {"to", "from"} for place in near)


def _is_weak(kinds: set[str], one: FoundMoney, payee: str | None) -> bool:
    """Whether only a company, a person or a town speaks for the state."""
    if one.purpose == "loan" and payee is not None:
        return False
    if one.purpose == "debt":
        return kinds <= (WEAK - OFFICES | {"pronoun"})
    is_given_by_leader = one.purpose == "aid" and payee is None and (one.magnitude or 0) >= LARGE
    return kinds <= WEAK - ({"leader"} if is_given_by_leader else set()) | {"topic", "pronoun"}


def _is_firm(tokens: list[Token], place: Place) -> bool:
    """ "the Canadian oil and gas firm", "Canada's second largest courier": the state is an attribute of a firm."""
    if place.kind != "demonym" and not is_owner(tokens, place):
        return False
    return any(at(tokens, i).low in FIRMS for i in range(place.end, place.end + FIRM_REACH))


def _is_own(currency: str | None, state: str) -> bool:
    return currency in _currencies_of(state) or (currency == "EUR" and state in EURO_AREA)


@cache
def _currencies_of(iso3: str) -> frozenset[str]:
    return frozenset(code for code, currency in read_currencies().items() if currency.iso3 == iso3)
