"""Whether money of which one side is known stays in that state: firms and towns, home currency, no word of abroad."""

from functools import cache

from seeds.reader import read_currencies
from tasks.extract.money.model import FoundMoney
from tasks.extract.money.places import WEAK, Place, Roles, is_owner
from tasks.extract.money.tokens import Token, at

# A minister or a central bank speaks for the debt of the state.
OFFICES = frozenset({"leader", "person", "institution"})
# What a state owes, borrows, gives or is fined may be all that a text says; what is bought, built or spent without
# another state is bought, built and spent at home.
ONE_SIDED = frozenset({"debt", "loan", "aid", "sanction_or_fine"})
FOREIGN = frozenset("foreign external overseas abroad".split())
# Characters between money of a state's own currency and the word that says that it comes from abroad or goes there.
NEAR = 40
ABROAD = frozenset(
    """international multilateral imf donor donors creditor creditors eurobond
    eurobonds euromarket euromarkets developing imported importing imports granted grant grants donated""".split()
)
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
    if _is_weak(kinds, one.purpose, payee):
        return True
    is_given = one.purpose in {"aid", "sanction_or_fine"} and payer is not None
    if one.currency in _currencies_of(state or "") and not is_given:
        near = [token for token in tokens if one.start - NEAR <= token.start <= one.end + NEAR]
        return not any(token.low in FOREIGN for token in near)
    return one.purpose not in ONE_SIDED and not any(token.low in FOREIGN | ABROAD for token in tokens)


def _is_weak(kinds: set[str], use: str, payee: str | None) -> bool:
    """Whether only a company, a person or a town speaks for the state."""
    if use == "loan" and payee is not None:
        return False
    return kinds <= (WEAK - OFFICES | {"pronoun"} if use == "debt" else WEAK | {"topic", "pronoun"})


def _is_firm(tokens: list[Token], place: Place) -> bool:
    """ "the Canadian oil and gas firm", "Canada's second largest courier": the state is an attribute of a firm."""
    if place.kind != "demonym" and not is_owner(tokens, place):
        return False
    return any(at(tokens, i).low in FIRMS for i in range(place.end, place.end + FIRM_REACH))


@cache
def _currencies_of(iso3: str) -> frozenset[str]:
    return frozenset(code for code, currency in read_currencies().items() if currency.iso3 == iso3)
