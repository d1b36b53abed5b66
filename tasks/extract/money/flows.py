"""Who pays and who is paid, by the words of the sentence: nouns, prepositions, verbs of giving and of trade."""

from itertools import pairwise

from tasks.extract.money.charged import by_duty, by_installation, by_issue
from tasks.extract.money.debts import borrower, debt_roles
from tasks.extract.money.places import (
    NOBODY,
    PERSONS,
    REACH,
    STOPS,
    UNNAMED,
    WEAK,
    Place,
    Roles,
    first_told,
    is_led_by,
    is_owner,
    is_scene,
    only_state,
    preposition,
    subject,
)
from tasks.extract.money.sales import CONTRACTS, SALE_REACH, by_sale
from tasks.extract.money.tokens import Token, at
from tasks.extract.money.verbs import ASK, FLOW_NOUNS, GIVE, PASSIVE, TAKE, is_verb

FLOW_ADJECTIVES = frozenset(
    "military economic food government humanitarian financial development disaster emergency".split()
)
# "to X" behind one of these tells of no payment.
NO_FLOW = frozenset(
    """ties links link access visit visits trip ambassador relations according close border return returned threat
    opposed opposition due contrary prior next similar response reaction envoy flights said told spoke talks""".split()
)
TARGET_REACH = 8
# Words that no noun phrase goes across.
CLAUSE = frozenset("and or but that which who is was are were be been will would has have had to from by as if".split())
HELPING = frozenset("fund help helping support assist rebuild aid finance arm at".split())
SPENT_IN = frozenset({"investment", "infrastructure", "aid", "loan"})
NEAR = 12
ASK_REACH = 5
# "aid that donors will offer Kenya"
BARE_GIVING = frozenset("give offer lend grant pay provide send loan".split())
BUILD = frozenset("build builds building launch launches set open opens construct establish develop".split())
PROJECTS = frozenset("plant factory project facility mill works refinery complex smelter venture".split())
BUILD_REACH = 7
# What a leader does who wants his parliament to give.
PROPOSE = frozenset("requesting requested requests proposed proposes proposing".split())
# Before foreign aid: what a state does that gets it.
NEED = frozenset("absorb absorbs absorbed receive receives received get gets got need needs needed attract".split())
POSSESSIVE = frozenset("its their his her".split())
# Many states and none in particular: "loans to developing nations".
MANY = frozenset(
    [
        (word, state)
        for word in ("developing", "poor", "poorer", "debtor", "african", "asian", "american", "arab", "caribbean")
        for state in ("nations", "countries")
    ]
    + [("third", "world")]
)
GIVEN_TO = frozenset({"it", "them"})
GIVEN = frozenset("aid assistance contribution contributions pledge pledges grant grants".split())
RAISE = frozenset("raise raised raises raising".split())
SPEND = frozenset("spend spends spent spending allocate allocates allocated earmarked".split())
# "19 dlrs for Norwegian crude": what the state's name is put before is bought, not paid.
GOODS = frozenset("crude brent oil grades grade cargoes wheat corn sugar coffee cotton gas".split())


def by_words(tokens: list[Token], start: int, end: int, places: list[Place], use: str) -> Roles:
    """Payer and payee of the amount over the tokens [start, end); each None where no word tells. use: its purpose."""
    told = first_told((by_duty, by_issue, by_installation, by_sale, _by_project), tokens, start, end, places)
    if told != NOBODY:
        return told
    if use == "debt":
        return debt_roles(tokens, start, end, places)
    if use == "aid" and (proposer := _proposer(tokens, end, places)) is not None:
        return proposer, None
    payer, payee = _by_nouns(tokens, start, places)
    payer = payer or _giver_behind(tokens, start, end, places) or _contributor(tokens, start, places)
    verb = _verb_before(tokens, start, places)
    asked = _asking(tokens, verb, places) if verb is not None else NOBODY
    if asked != NOBODY:
        payer, payee = payer or asked[0], payee or asked[1]
    elif verb is not None:
        payer, payee = _by_verb(tokens, verb, start, places, (payer, payee))
    free = [place for place in places if place.iso3 not in {payer, payee}]
    after_payer, after_payee = _after(tokens, end, free, use)
    payer, payee = payer or after_payer, payee or after_payee
    if use == "loan" and (payer, payee) == NOBODY:
        return None, borrower(tokens, start, places)
    if use == "aid" and (payer, payee) == NOBODY and _is_foreign_aid(tokens, start, end):
        return None, only_state(places)
    return _complete(tokens, payer, payee, places, use, start)


def _is_foreign_aid(tokens: list[Token], start: int, end: int) -> bool:
    """ "will absorb 5 mln dlrs of foreign aid": whoever gives it, the state that is spoken of needs it."""
    behind = [token.low for token in tokens[end : end + 3]]
    is_aid = behind[:1] in (["of"], ["in"]) and behind[1:] in (["foreign", "aid"], ["foreign", "assistance"])
    return is_aid and any(token.low in NEED for token in tokens[max(0, start - NEAR) : start])


def _by_project(tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """ "Statoil of Norway plans to build a 5 mln dlr mill in Kenya": whose firm builds for itself pays the other."""
    verb = next((i for i in range(start - 1, max(-1, start - 1 - BUILD_REACH), -1) if tokens[i].low in BUILD), None)
    is_project = any(token.low in PROJECTS for token in tokens[end : end + BUILD_REACH])
    if verb is None or not is_project or any(token.low in CONTRACTS for token in tokens):
        return NOBODY
    builder = subject(tokens, places, verb)
    is_firm = any(place.iso3 == builder and (place.kind == "company" or is_owner(tokens, place)) for place in places)
    others = {place.iso3 for place in places} - {builder}
    return (builder, others.pop()) if builder is not None and is_firm and len(others) == 1 else NOBODY


def _giver_behind(tokens: list[Token], start: int, end: int, places: list[Place]) -> str | None:
    """ "the 3 billion dlrs that Japan has given", "the sum it contributed": "it" is the state of the clause before."""
    i = end + (at(tokens, end).low in {"that", "which"})
    giver = next((place for place in places if place.start == i), None)
    if giver is None and at(tokens, i).low not in {"it", "they"}:
        return None
    verb = i + 1 if giver is None else giver.end
    if not any(token.low in GIVE for token in tokens[verb : verb + 2]):
        return None
    before = (place for place in places if place.end <= start and (place.kind not in WEAK or place.kind == "leader"))
    return giver.iso3 if giver else next((place.iso3 for place in before), None)


def _proposer(tokens: list[Token], end: int, places: list[Place]) -> str | None:
    """ "5 mln dlrs in new aid Lord Sato is requesting": who asks his parliament for it pays."""
    behind = [place for place in places if end < place.start <= end + ASK_REACH and place.kind == "leader"]
    if not behind or only_state(places) is None:
        return None
    words = tokens[end : behind[0].start] + tokens[behind[0].end : behind[0].end + 3]
    is_asked = any(word.low in PROPOSE for word in words[-3:])
    return behind[0].iso3 if is_asked and all(word.kind == "w" for word in words[:-1]) else None


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
    if (
        place.kind != "pronoun"
        and after[:1]
        and (after[0] in FLOW_NOUNS or (after[1:2] and after[1] in FLOW_NOUNS and after[0] in FLOW_ADJECTIVES))
    ):
        return "payer"
    before = [token.low for token in tokens[max(0, place.start - TARGET_REACH) : place.start] if token.low != "the"]
    if before[-1:] == ["for"]:
        return "payee" if before[-2:-1] and before[-2] in FLOW_NOUNS else None
    return "payee" if before[-1:] == ["to"] and _ends_in_flow(before[:-1]) else None


def _ends_in_flow(words: list[str]) -> bool:
    """ "aid", "a credit line", "guarantees for wood products", "loans granted": what goes to whoever "to" leads to."""
    for k in range(len(words) - 1, -1, -1):
        if words[k] in FLOW_NOUNS:
            return True
        if words[k] in NO_FLOW | CLAUSE or not words[k].isalpha():
            return False
    return False


def _after(tokens: list[Token], end: int, places: list[Place], use: str) -> Roles:
    """Countries behind the amount: "to Kenya", "for Kenya", "in Kenya" (investment), "from Japan"."""
    payer = payee = None
    for place in places:
        if not end <= place.start <= end + NEAR or any(t.text in {";", "."} for t in tokens[end : place.start]):
            continue
        word, governor = preposition(tokens, place)
        if governor in NO_FLOW or at(tokens, place.end).low in GOODS:
            continue
        if is_led_by(tokens, place, {"from"}, end):
            payer = payer or place.iso3
        elif (
            is_led_by(tokens, place, {"to", "for"}, end)
            or word in HELPING
            or word in BARE_GIVING
            or (word in {"in", "offshore"} and _is_spent_in(place, use))
        ):
            payee = payee or place.iso3
    return (payee, payer) if use == "arms" else (payer, payee)


def _is_spent_in(place: Place, use: str) -> bool:
    """ "invests in Bergen", "a loan for roads in Peru"; but a loan is signed in a town, and not lent to it."""
    return use in SPENT_IN and (use not in {"aid", "loan"} or place.kind not in {"capital", "city"})


def _verb_before(tokens: list[Token], start: int, places: list[Place]) -> int | None:
    """The nearest verb of giving or taking in front of the amount."""
    for i in range(start - 1, max(-1, start - 1 - REACH), -1):
        if is_verb(tokens, i, places, GIVE | TAKE) and not _is_increase(tokens, i, start):
            return i
        if tokens[i].text in STOPS:
            return None
    return None


def _is_increase(tokens: list[Token], i: int, start: int) -> bool:
    """ "raised its limit to 5 mln dlrs" takes nothing; but who raises its contribution gives it."""
    return tokens[i].low in RAISE and at(tokens, start - 1).low in {"to", "by"} and i < start - 2


def _contributor(tokens: list[Token], start: int, places: list[Place]) -> str | None:
    """ "Japan raised its contribution to 5 mln dlrs": who pays more, or less, than before."""
    for i in range(start - 2, max(-1, start - 2 - NEAR), -1):
        if tokens[i].low in POSSESSIVE and at(tokens, start - 1).low in {"to", "by"}:
            is_flow = any(token.low in GIVEN for token in tokens[i:start])
            return subject(tokens, places, i) if is_flow else None
    return None


def _asking(tokens: list[Token], verb: int, places: list[Place]) -> Roles:
    """ "Kenya will urge the fund to release", "Kenya asked Japan to lend": who asks is paid by who is asked."""
    for i in range(verb - 2, max(-1, verb - 2 - ASK_REACH), -1):
        if at(tokens, verb - 1).low == "to" and tokens[i].low in ASK:
            asked = next((place.iso3 for place in places if i < place.start < verb), None)
            return asked, subject(tokens, places, i)
    return NOBODY


def _doer(tokens: list[Token], places: list[Place], verb: int) -> str | None:
    """Who does what the verb says; behind "and" it is who did what the verb before says."""
    if at(tokens, verb - 1).low == "and":
        for i in range(verb - 2, max(-1, verb - 2 - SALE_REACH), -1):
            if is_verb(tokens, i, places, GIVE | TAKE):
                return subject(tokens, places, i)
    planner = next((place for place in places if place.start < verb <= place.end + 3 and is_owner(tokens, place)), None)
    if planner is not None and at(tokens, verb - 1).low == "to":
        return planner.iso3  # "Japan's plan to give"
    return subject(tokens, places, verb)


def _by_verb(tokens: list[Token], verb: int, start: int, places: list[Place], roles: Roles) -> Roles:
    """ "Japan gives Kenya 5 mln dlrs": the subject pays, the object is paid; "Kenya receives": the subject is paid."""
    payer, payee = roles
    word = tokens[verb].low
    if word in GIVE and at(tokens, verb + 1).low in GIVEN_TO and (given := _given_to(tokens, verb, places)) is not None:
        doer = _doer(tokens, places, verb)
        return payer or (doer if doer != given else None), payee or given
    direct = next((place for place in places if verb < place.start <= verb + 2 and place.end <= start), None)
    if (
        direct is not None
        and at(tokens, direct.end).low not in GOODS
        and all(token.kind == "w" for token in tokens[verb : direct.start])
    ):
        payee = payee or (direct.iso3 if word in GIVE else None)
        payer = payer or (direct.iso3 if word in ASK else None)
    if word in GIVE and at(tokens, verb - 1).low in PASSIVE and not word.endswith("ing"):
        given = next((place.iso3 for place in places if place.end in {verb - 1, verb - 2, verb - 3}), None)
        return payer, payee or given
    doer = _doer(tokens, places, verb)
    if doer is None or (word in SPEND and payee is None):
        return payer, payee  # what a state spends stays at home
    if word in GIVE:
        return payer or (doer if doer != payee else None), payee
    return payer, payee or (doer if doer != payer else None)


def goes_to_many(tokens: list[Token], start: int) -> bool:
    """ "provide developing nations with 5 mln dlrs", "5 mln dlrs to the third world": to no state in particular."""
    near = [token.low for token in tokens[max(0, start - NEAR) : start + NEAR]]
    many = (k for k, pair in enumerate(pairwise(near)) if pair in MANY)
    return any((GIVE | {"to", "for"}) & set(near[max(0, k - 2) : k]) for k in many)


def _given_to(tokens: list[Token], verb: int, places: list[Place]) -> str | None:
    """Whom "giving it 5 mln dlrs" means: the state named last before, other than who gives."""
    before = [place.iso3 for place in places if place.end <= verb and place.kind not in PERSONS]
    doer = _doer(tokens, places, verb) if len(set(before)) > 1 else None
    return next((state for state in reversed(before) if state != doer), None)


def _is_aside(tokens: list[Token], place: Place) -> bool:
    return is_scene(tokens, place) or place.kind in UNNAMED


def _complete(
    tokens: list[Token], payer: str | None, payee: str | None, places: list[Place], use: str, start: int
) -> Roles:
    """Aid that one of the sentence's only two states gives goes to the other, and comes from it."""
    near = [place for place in places if abs(place.start - start) <= SALE_REACH and not _is_aside(tokens, place)]
    others = {place.iso3 for place in near} - {payer, payee}
    if use not in {"aid", "loan"} or len(others) != 1 or goes_to_many(tokens, start):
        return payer, payee
    other = others.pop()
    if payer is not None and payee is None:
        return payer, other
    is_before = any(place.iso3 == other and place.end <= start for place in places)
    return (other, payee) if payee is not None and payer is None and is_before else (payer, payee)
