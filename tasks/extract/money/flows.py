"""Who pays and who is paid, by the words of the sentence: nouns, prepositions, verbs of giving and of trade."""

from tasks.extract.money.places import NOBODY, REACH, STOPS, Place, Roles, is_noun, is_owner, preposition, subject
from tasks.extract.money.tokens import Token, at

GIVE = frozenset(
    """give gives gave given giving grant grants granted granting pledge pledges pledged pledging provide provides
    provided providing donate donates donated donating lend lends lent lending loan loaned loans invest invests
    invested investing award awards awarded pay pays paid payed paying offer offers offered offering approve
    approves approved send sends sent sending contribute contributes contributed allocate allocated suspend suspends
    suspended suspending withhold withheld freeze froze frozen cut cuts cutting release released extend extended
    extending spend spends spent cancel cancelled canceled withdraw withdrew withdrawn commit commits committed
    announced announces promise promised promises earmarked transfer transferred owe owes owed owing repay repaid
    deliver delivered fund funds funded finance financed financing reduce afford renege reneged honour honor""".split()
)
PASSIVE = frozenset("was were been being is are be".split())
TAKE = frozenset(
    """receive receives received receiving secure secures secured securing obtain obtains obtained borrow borrows
    borrowed borrowing get gets got win wins won seek seeks sought asked ask requested request demand demanded earn
    earned raise raised take takes took taken taking accept accepts accepted""".split()
)
# Words of these lists that are nouns, too.
NOUNS = frozenset(
    """loan loans grant grants offer offers fund funds cut cuts release finance demand request order purchase
    supply""".split()
)
ASK = frozenset("asked ask asks requested requests urged".split())
BUY = frozenset(
    """buy buys buying bought acquire acquires acquired acquiring purchase purchases purchased purchasing import imports
    imported importing order ordered""".split()
)
SELL = frozenset(
    """sell sells selling sold export exports exported exporting supply supplies supplied ship shipped shipments
    sales""".split()
)
# Lenders that are no state: what they lend goes to the state named beside them.
LENDERS = frozenset("bank banks creditor creditors lender lenders imf".split())
FLOW_NOUNS = frozenset(
    "aid assistance loan loans grant grants credit credits investment investments funding help relief subsidy".split()
)
FLOW_ADJECTIVES = frozenset("military economic food humanitarian financial development disaster emergency".split())
# "to X" behind one of these tells of no payment.
NO_FLOW = frozenset(
    """ties links link access visit visits trip ambassador relations according close border return returned threat
    opposed opposition due contrary prior next similar response reaction envoy flights said told spoke talks""".split()
)
HELPING = frozenset("fund help helping support assist rebuild aid finance arm at".split())
SPENT_IN = frozenset({"investment", "infrastructure", "aid", "loan"})
NEAR = 12
SALE_REACH = 24
NAME_REACH = 8


def by_words(tokens: list[Token], start: int, end: int, places: list[Place], use: str) -> Roles:
    """Payer and payee of the amount over the tokens [start, end); each None where no word tells. use: its purpose."""
    sale = _by_sale(tokens, start, end, places)
    if None in sale:
        goods = _by_goods(tokens, end, places)
        sale = goods if goods != NOBODY else sale
    if sale != NOBODY:
        return sale
    if use == "debt":
        return _debtor(tokens, start, places), None
    payer, payee = _by_nouns(tokens, start, places)
    verb = _verb_before(tokens, start, places)
    if verb is not None:
        payer, payee = _by_verb(tokens, verb, start, places, (payer, payee))
    free = [place for place in places if place.iso3 not in {payer, payee}]
    after_payer, after_payee = _after(tokens, end, free, use)
    payer, payee = payer or after_payer, payee or after_payee
    if use == "loan" and (payer, payee) == NOBODY:
        return None, _borrower(tokens, places)
    return _complete(payer, payee, places, use, start)


def _by_nouns(tokens: list[Token], start: int, places: list[Place]) -> Roles:
    roles = {place: _by_noun(tokens, place, start) for place in places}
    payer = next((place.iso3 for place, role in roles.items() if role == "payer"), None)
    return payer, next((place.iso3 for place, role in roles.items() if role == "payee"), None)


def _by_noun(tokens: list[Token], place: Place, start: int) -> str | None:
    """ "U.S. aid" is paid by the U.S., "aid to Pakistan" is paid to Pakistan."""
    if abs(place.start - start) > REACH:
        return None
    after = [token.low for token in tokens[place.end : place.end + 3]]
    after = after[1:] if after[:1] == ["s"] else after
    if after[:1] and (
        after[0] in FLOW_NOUNS or (after[1:2] and after[1] in FLOW_NOUNS and after[0] in FLOW_ADJECTIVES)
    ):
        return "payer"
    before = [token.low for token in tokens[max(0, place.start - 3) : place.start] if token.low != "the"]
    is_target = len(before) > 1 and before[-1] in {"to", "for"} and before[-2] in FLOW_NOUNS
    return "payee" if is_target else None


def _after(tokens: list[Token], end: int, places: list[Place], use: str) -> Roles:
    """Countries behind the amount: "to Kenya", "for Kenya", "in Kenya" (investment), "from Japan"."""
    payer = payee = None
    for place in places:
        if not end <= place.start <= end + NEAR or any(t.text in {";", "."} for t in tokens[end : place.start]):
            continue
        word, governor = preposition(tokens, place)
        if governor in NO_FLOW:
            continue
        if word == "from":
            payer = payer or place.iso3
        elif word in {"to", "for"} or word in HELPING or (word == "in" and use in SPENT_IN):
            payee = payee or place.iso3
    return (payee, payer) if use == "arms" else (payer, payee)


def _verb_before(tokens: list[Token], start: int, places: list[Place]) -> int | None:
    """The nearest verb of giving or taking in front of the amount."""
    for i in range(start - 1, max(-1, start - 1 - REACH), -1):
        if _is_verb(tokens, i, places, GIVE | TAKE):
            return i
        if tokens[i].text in STOPS:
            return None
    return None


def _is_verb(tokens: list[Token], i: int, places: list[Place], verbs: frozenset[str]) -> bool:
    if tokens[i].low not in verbs or at(tokens, i + 1).low in {"part", "place"}:
        return False
    return tokens[i].low not in NOUNS or not is_noun(tokens, i, places)


def _doer(tokens: list[Token], places: list[Place], verb: int) -> str | None:
    """Who does what the verb says; behind "and" it is who did what the verb before says."""
    if at(tokens, verb - 1).low == "and":
        for i in range(verb - 2, max(-1, verb - 2 - SALE_REACH), -1):
            if _is_verb(tokens, i, places, GIVE | TAKE):
                return subject(tokens, places, i)
    return subject(tokens, places, verb)


def _by_verb(tokens: list[Token], verb: int, start: int, places: list[Place], roles: Roles) -> Roles:
    """ "Japan gives Kenya 5 mln dlrs": the subject pays, the object is paid; "Kenya receives": the subject is paid."""
    payer, payee = roles
    word = tokens[verb].low
    direct = next((place for place in places if verb < place.start <= verb + 2 and place.end <= start), None)
    if direct is not None and all(token.kind == "w" for token in tokens[verb : direct.start]):
        payee = payee or (direct.iso3 if word in GIVE else None)
        payer = payer or (direct.iso3 if word in ASK else None)
    if word in GIVE and at(tokens, verb - 1).low in PASSIVE and not word.endswith("ing"):
        given = next((place.iso3 for place in places if place.end in {verb - 1, verb - 2, verb - 3}), None)
        return payer, payee or given
    doer = _doer(tokens, places, verb)
    if doer is None:
        return payer, payee
    if word in GIVE:
        return payer or (doer if doer != payee else None), payee
    return payer, payee or (doer if doer != payer else None)


def _complete(payer: str | None, payee: str | None, places: list[Place], use: str, start: int) -> Roles:
    """Aid that one of the sentence's only two states gives goes to the other, and comes from it."""
    others = {place.iso3 for place in places} - {payer, payee}
    if use not in {"aid", "loan"} or len(others) != 1:
        return payer, payee
    other = others.pop()
    if payer is not None and payee is None:
        return payer, other
    is_before = any(place.iso3 == other and place.end <= start for place in places)
    return (other, payee) if payee is not None and payer is None and is_before else (payer, payee)


def _debtor(tokens: list[Token], start: int, places: list[Place]) -> str | None:
    """Who owes: the only state of the sentence, or the one whose debt it is ("Brazil's 109 billion dlr debt")."""
    only = _only(places)
    if only is not None:
        return only
    owners = [place for place in places if place.end <= start <= place.end + 4 and is_owner(tokens, place)]
    return owners[-1].iso3 if owners else None


def _borrower(tokens: list[Token], places: list[Place]) -> str | None:
    """ "Argentina asked its creditor banks for a loan": the only state, beside lenders that are none."""
    is_lent = any(token.low in LENDERS for token in tokens)
    return _only(places) if is_lent else None


def _only(places: list[Place]) -> str | None:
    """The only state of the sentence, where a noun and no pronoun names it."""
    states = {place.iso3 for place in places}
    is_named = any(place.kind != "anaphor" for place in places)
    return states.pop() if len(states) == 1 and is_named else None


def _by_sale(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """The buyer pays, the seller is paid: "sold to Kenya for 5 mln dlrs", "$3.5bn to buy US missiles"."""
    i = _trade_word(tokens, start, end, places)
    if i is None:
        return NOBODY
    doer = subject(tokens, places, i) or (_owner(places, i) if i >= end else None)
    behind = [place for place in places if i < place.start <= i + REACH and place.iso3 != doer]
    is_sale = tokens[i].low in SELL
    wanted = {"to"} if is_sale else {"from"}
    other = next((place.iso3 for place in behind if _is_led_by(tokens, place, wanted)), None)
    if other is None and not is_sale and behind and behind[0].start <= i + 3:
        other = behind[0].iso3
    if other is None and (i > start or i < start - REACH):
        return NOBODY
    return (other, doer) if is_sale else (doer, other)


def _by_goods(tokens: list[Token], end: int, places: list[Place]) -> Roles:
    """ "$2.6bn of U.S. goods", "100 mln dlrs worth of Japanese exports": paid by the other state to their makers'."""
    j = end + (at(tokens, end).low == "worth")
    if at(tokens, j).low not in {"of", "in"}:
        return NOBODY
    maker = next((place for place in places if place.start == j + 1), None)
    others = {place.iso3 for place in places} - ({maker.iso3} if maker else set())
    if maker is None or len(others) != 1 or at(tokens, maker.end).low in FLOW_NOUNS:
        return NOBODY
    return others.pop(), maker.iso3


def _is_led_by(tokens: list[Token], place: Place, wanted: set[str]) -> bool:
    """ "to Kenya", "to Ajinomoto Co of Japan"."""
    word = preposition(tokens, place)[0]
    near = {token.low for token in tokens[max(0, place.start - NAME_REACH) : place.start]}
    return word in wanted or (word == "of" and bool(near & wanted))


def _owner(places: list[Place], i: int) -> str | None:
    before = [place for place in places if place.end <= i]
    return before[-1].iso3 if before else None


def _trade_word(tokens: list[Token], start: int, end: int, places: list[Place]) -> int | None:
    """The verb or noun of trade that the amount belongs to: in front of it, or behind it after "to"."""
    for i in range(end, min(end + 5, len(tokens))):
        if tokens[i].low in BUY | SELL and at(tokens, i - 1).low == "to":
            return i
    for i in range(start - 1, max(-1, start - 1 - SALE_REACH), -1):
        if tokens[i].text in STOPS:
            return None
        if _is_verb(tokens, i, places, BUY | SELL):
            return i
    return None
