"""Who buys from whom, by the words of a sentence: verbs and nouns of trade, goods and their makers, contracts."""

from itertools import pairwise

from tasks.extract.money.places import (
    LISTING,
    NOBODY,
    REACH,
    STOPS,
    Place,
    Roles,
    first_told,
    is_led_by,
    only_state,
    preposition,
    subject,
)
from tasks.extract.money.tokens import Token, at
from tasks.extract.money.verbs import BUY, FLOW_NOUNS, SELL, is_verb

SALE_REACH = 24
# A stake is described before its price is told.
DEAL_REACH = 32
# How far behind one of several amounts its own partner stands: "5 bln from Japan and 2 bln from Norway".
OWN_REACH = 8
CONTRACTS = frozenset("contract contracts order orders deal agreement".split())
# What a contractor does for whoever pays.
SERVE = SELL | frozenset("deliver provide build construct install erect supplying build building".split())
CONTRACT_REACH = 12
STAKE_REACH = 4
BY_REACH = 4
NOUN_REACH = 6
NOUN_PHRASE = 3
PURCHASES = frozenset((word, "from") for word in "purchase purchases order orders imports".split())
SALES = frozenset((word, "to") for word in "sale sales exports deliveries shipment shipments".split())
SALES_TO = frozenset((way, noun) for noun, way in SALES)
# Who guarantees a purchase is no party to it.
GUARANTEES = frozenset("guarantee guarantees".split())
GUARANTEE_REACH = 10
# "5 mln dlrs to buy", "5 mln dlrs in cash it received from selling".
AIM_REACH = 5
PROCEEDS_REACH = 10
PROCEEDS = frozenset({"selling", "exporting"})
RECEIVED = frozenset("received earned got raised made gained proceeds".split())
# Who does this to a sale sells.
CLOSED_SALE = frozenset("completed complete completes completing announced announces agreed finalized signed".split())
CLAUSE = frozenset("said says by was were is are has have had will would asked went go that which".split())
DEALT = frozenset("buy buys buying bought sell sells selling sold".split())
CENTRAL_BANKS = frozenset({("central", "bank"), ("central", "banks"), ("federal", "reserve"), ("bank", "of")})
CURRENCIES = frozenset("dollars dlrs yen marks francs sterling pounds currency currencies".split())
QUALIFIERS = frozenset("more than about up to some nearly at least around almost over between as much".split())


def by_sale(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """Payer and payee of the amount over the tokens [start, end) where it is the price of something."""
    if any(token.low in GUARANTEES for token in tokens[max(0, start - GUARANTEE_REACH) : end + GUARANTEE_REACH]):
        return NOBODY
    sale = first_told((_by_contract, _by_trade_noun, _by_stake, _by_sale_of), tokens, start, end, places)
    if sale != NOBODY:
        return sale
    sale = _by_trade_word(tokens, start, end, places)
    if None in sale:
        goods = _by_goods(tokens, end, places)
        return goods if goods != NOBODY else sale
    return sale


def _by_contract(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """ "signed a 13 mln dlr contract with Iraq to supply timber": who supplies is paid by the other."""
    near = tokens[max(0, start - 3) : start] + tokens[end : end + 3]
    if not any(token.low in CONTRACTS for token in near):
        return NOBODY
    for i in range(end, min(end + CONTRACT_REACH, len(tokens))):
        if tokens[i].low in SERVE and at(tokens, i - 1).low == "to":
            seller = subject(tokens, places, start)
            behind = [place for place in places if end <= place.start <= i + REACH and place.iso3 != seller]
            return (behind[0].iso3, seller) if seller and behind else NOBODY
    return NOBODY


def _by_trade_noun(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """ "cancelled a 5 mln dlr oil purchase from Norway": who is named before buys from, or sells to, who is behind."""
    for i in range(end, min(end + NOUN_REACH, len(tokens) - 1)):
        way = (tokens[i].low, tokens[i + 1].low)
        if way in PURCHASES | SALES:
            other = next((place.iso3 for place in places if i < place.start <= i + BY_REACH), None)
            doer = _last_before([place for place in places if place.iso3 != other], start)
            if other is None or doer is None:
                return NOBODY
            return (doer, other) if way in PURCHASES else (other, doer)
    return NOBODY


def _by_stake(tokens: list[Token], start: int, _end: int, places: list[Place]) -> Roles:
    """ "agreed to take a 15 pct stake in Norwegian Air for 5 mln dlrs": who takes it pays the other's state."""
    for i in range(start - 1, max(-1, start - 1 - DEAL_REACH), -1):
        if tokens[i].low in {"stake", "interest", "shareholding"} and at(tokens, i + 1).low == "in":
            taken = next((place.iso3 for place in places if i < place.start <= i + STAKE_REACH), None)
            before = [place for place in places if place.end <= i and place.iso3 != taken]
            taker = subject(tokens, places, i) or only_state(before)
            return (taker, taken) if taker and taken and taker != taken else NOBODY
    return NOBODY


def _by_sale_of(tokens: list[Token], start: int, _end: int, places: list[Place]) -> Roles:
    """ "Statoil completed the sale of its mills in Bergen to a Kenyan firm for 5 mln dlrs": who is behind "to" pays."""
    for i in range(start - 1, max(-1, start - 1 - DEAL_REACH), -1):
        if tokens[i].low == "sale" and _is_told_of(tokens, i, start):
            seller = subject(tokens, places, i) or only_state([place for place in places if place.end <= i])
            behind = [place for place in places if i < place.start < start and place.iso3 != seller]
            buyer = next((place.iso3 for place in behind if is_led_by(tokens, place, {"to"}, i)), None)
            return (buyer, seller) if buyer and seller else NOBODY
    return NOBODY


def _is_told_of(tokens: list[Token], i: int, start: int) -> bool:
    """Whether the seller tells of the sale at token i, and nothing but what is sold to whom stands before "for"."""
    is_sold = at(tokens, i + 1).low == "of" and at(tokens, start - 1).low == "for"
    is_own = any(token.low in CLOSED_SALE for token in tokens[max(0, i - NOUN_REACH) : i])
    gap = {token.low for token in tokens[i:start]}
    return is_sold and is_own and not gap & (CLAUSE | STOPS)


def _by_trade_word(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """The buyer pays, the seller is paid: "sold to Kenya for 5 mln dlrs", "$3.5bn to buy US missiles"."""
    i = _trade_word(tokens, start, end, places)
    if i is None:
        return NOBODY
    if at(tokens, i + 1).low == "by":
        return _by_passive(tokens, i, places)
    sources = _without_destinations(tokens, places)
    doer = subject(tokens, sources, i) or (_last_before(sources, i) if i >= end else None)
    behind = [place for place in places if i < place.start <= i + SALE_REACH and place.iso3 != doer]
    is_sale = tokens[i].low in SELL
    wanted = {"to"} if is_sale else {"from"}
    own = [place for place in behind if end <= place.start <= end + OWN_REACH]
    first = own if _is_listed(tokens, i, start) else []
    led = [place for place in first + behind if is_led_by(tokens, place, wanted, min(i, end))]
    other = led[0].iso3 if led else None
    if other is None and not is_sale and behind and behind[0].start <= i + 3:
        other = behind[0].iso3
    if other is None and not is_sale:
        other = _maker(tokens, i, start, behind)
    if doer is None and other is not None:
        doer = only_state([place for place in places if place.end <= i and place.iso3 != other])
    if other is None and _is_money_itself(tokens, i, start, end):
        return NOBODY
    if other is None and (i > start or i < start - REACH):
        return NOBODY
    return (other, doer) if is_sale else (doer, other)


def _without_destinations(tokens: list[Token], places: list[Place]) -> list[Place]:
    """The places less those of "exports to Peru, Chile and Kenya" and "firms in Peru and Kenya": where, and not who."""
    kept: list[Place] = []
    dropped: Place | None = None
    for place in places:
        is_listed = dropped is not None and {token.low for token in tokens[dropped.end : place.start]} <= LISTING
        way = preposition(tokens, place)
        if is_listed or way in SALES_TO or (way[0] == "in" and place.kind != "company"):
            dropped = place
        else:
            kept.append(place)
    return kept


def _by_passive(tokens: list[Token], i: int, places: list[Place]) -> Roles:
    """ "a Norwegian mill bought by Kenya for 5 mln dlrs": who stands behind "by" buys or sells."""
    doer = next((place.iso3 for place in places if i < place.start <= i + BY_REACH), None)
    other = subject(tokens, places, i)
    if doer is None or doer == other:
        return NOBODY
    return (other, doer) if tokens[i].low in SELL else (doer, other)


def _is_listed(tokens: list[Token], i: int, start: int) -> bool:
    """Whether another amount stands between the verb and this one: "bought 5 bln from Japan and 2 bln from Norway"."""
    figures = (k for k in range(i, start) if tokens[k].kind == "n")
    return any(at(tokens, k + 1).low not in {"pct", "percent", "per", "%"} for k in figures)


def _is_money_itself(tokens: list[Token], i: int, start: int, end: int) -> bool:
    """ "the bank bought 4 bln dlrs", "it would sell dollars above 1.87 marks": dealing in currencies, and no goods."""
    if at(tokens, i + 1).low in CURRENCIES:
        return True
    between = {token.low for token in tokens[i + 1 : start]}
    return between <= QUALIFIERS and at(tokens, end).low not in {"of", "worth", "in"}


def is_exchange(tokens: list[Token], start: int, end: int) -> bool:
    """ "the bank bought 5 mln dlrs against yen", "the central bank bought 5 mln dlrs": one currency for another."""
    dealt = next((i for i in range(start - 1, max(-1, start - 1 - STAKE_REACH), -1) if tokens[i].low in DEALT), None)
    if dealt is not None and _is_money_itself(tokens, dealt, start, end):
        pairs = pairwise(token.low for token in tokens[:dealt])
        if any(pair in CENTRAL_BANKS for pair in pairs):
            return True
    behind = {token.low for token in tokens[end : end + 4]}
    before = {token.low for token in tokens[max(0, start - STAKE_REACH - 2) : start]}
    return bool(before & DEALT) and bool(behind & {"for", "against"}) and bool(behind & CURRENCIES)


def _maker(tokens: list[Token], i: int, start: int, behind: list[Place]) -> str | None:
    """ "buy 400,000 bales of Norwegian cotton worth": whose goods are bought for the amount."""
    goods = (place for place in behind if place.end < start and at(tokens, place.start - 1).low == "of")
    return next((place.iso3 for place in goods if place.start - i <= REACH), None)


def _by_goods(tokens: list[Token], end: int, places: list[Place]) -> Roles:
    """ "$2.6bn of U.S. goods", "100 mln dlrs worth of Japanese exports": paid by the other state to their makers'."""
    j = end + (at(tokens, end).low == "worth")
    if at(tokens, j).low not in {"of", "in"}:
        return NOBODY
    maker = next((place for place in places if place.start == j + 1), None)
    others = {place.iso3 for place in places} - ({maker.iso3} if maker else set())
    if maker is None or len(others) != 1:
        return NOBODY
    if any(token.low in FLOW_NOUNS | {"debt", "debts"} for token in tokens[maker.end : maker.end + NOUN_PHRASE]):
        return NOBODY
    return others.pop(), maker.iso3


def _last_before(places: list[Place], i: int) -> str | None:
    before = [place for place in places if place.end <= i]
    return before[-1].iso3 if before else None


def _is_received(tokens: list[Token], i: int) -> bool:
    """ "received from selling"."""
    return at(tokens, i - 1).low == "from" and at(tokens, i - 2).low in RECEIVED


def _trade_word(tokens: list[Token], start: int, end: int, places: list[Place]) -> int | None:
    """The verb or noun of trade that the amount belongs to: in front of it, or behind it after "to"."""
    for i in range(end, min(end + PROCEEDS_REACH, len(tokens))):
        is_aim = tokens[i].low in BUY | SELL and at(tokens, i - 1).low == "to" and i < end + AIM_REACH
        if is_aim or (tokens[i].low in PROCEEDS and _is_received(tokens, i)):
            return i
        if tokens[i].text in STOPS:
            break
    for i in range(start - 1, max(-1, start - 1 - SALE_REACH), -1):
        if tokens[i].text in STOPS:
            return None
        if is_verb(tokens, i, places, BUY | SELL):
            return i
    return None
