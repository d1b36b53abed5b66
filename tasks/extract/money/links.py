"""Binds amounts to countries and events: who pays, who is paid, or which two share a deal. Pure, over one sentence."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from tasks.extract.money.balance import BALANCES, is_result, partner_of_balance
from tasks.extract.money.charged import by_issue
from tasks.extract.money.debts import names_multilateral
from tasks.extract.money.events import RelationLike, by_relations, by_trade, event_of, of_parties, ordered, states_of
from tasks.extract.money.flows import by_words, goes_to_many
from tasks.extract.money.home import stays_home
from tasks.extract.money.issues import without_banks
from tasks.extract.money.listed import own_payee, without_others
from tasks.extract.money.model import FoundMoney
from tasks.extract.money.monetary import compares, is_bridge
from tasks.extract.money.names import without_mistaken
from tasks.extract.money.places import NOBODY, PERSONS, Mention, Place, Roles, find_places, is_led_by, is_scene, subject
from tasks.extract.money.purpose import is_balance_of_trade, purpose
from tasks.extract.money.sales import by_sale, is_exchange
from tasks.extract.money.status import flow_status
from tasks.extract.money.tokens import Token, span_of, tokenize
from tasks.extract.money.topic import unnamed

DEALS = frozenset(
    """deal deals contract contracts agreement accord order orders pact subsidy subsidies bonus
    bonuses tax duty tariff tariffs""".split()
)
# What is issued and held, but not paid from state to state.
PAPERS = frozenset(
    "notes bonds bond note debentures eurobond eurobonds deposits certificate certificates shares stock".split()
)
PAPERS_REACH = 9
DENOMINATIONS_REACH = 5
# "two credits of 5 mln dlrs each": no price of a thing.
LARGE = 1_000_000
COORDINATING = frozenset("and or then plus , as well with another".split())
MAX_COORDINATED = 7
PARTNER_REACH = 12
REVISED_REACH = 4
BEEN = frozenset("been was were".split())
REVISED = frozenset("increased raised lifted cut reduced lowered revised".split())
# Between a deal and its sum: "deals worth in excess of 5 bln".
OF_SIZE = frozenset("worth valued estimated in excess of at well more than about up to some nearly around over".split())


def link_countries(
    found: Sequence[FoundMoney],
    mentions: Sequence[Mention],
    relations: Sequence[RelationLike],
    *,
    text: str,
    topic: str | None = None,
    main: str | None = None,
) -> list[FoundMoney]:
    """The amounts with purpose, payer, payee or pair, event and status; offsets are characters of `text`, one sentence.

    mentions: (start, end, iso3, kind). relations: those found in the sentence, maybe none. What neither words nor
    relations say stays None: two countries in one sentence are not yet a deal. A conversion takes the links of the
    amount that it restates. topic: the state that the sentences before speak of; main: that which the text
    is about.
    """
    tokens = tokenize(text)
    # The names of currencies ("Canadian dlrs") are no parties.
    parties = [named for named in mentions if not any(one.start < named[1] and named[0] < one.end for one in found)]
    parties = without_banks(text, without_mistaken(text, parties))
    relations = of_parties(relations, mentions, parties)
    places = find_places(tokens, [*parties, *unnamed(text, parties, topic, main)])
    linked: list[FoundMoney] = []
    for one in found:
        head = next((other for other in linked if one.twin == (other.start, other.end)), None)
        if head is not None:
            linked.append(_like(one, head))
        else:
            near = without_others(tokens, one, found, places)
            linked.append(_link(tokens, one, near, relations, linked[-1] if linked else None, topic))
    return linked


def _like(one: FoundMoney, head: FoundMoney) -> FoundMoney:
    return replace(
        one,
        purpose=head.purpose,
        payer=head.payer,
        payee=head.payee,
        pair=head.pair,
        event=head.event,
        status=head.status,
        period=one.period or head.period,
    )


def _link(
    tokens: list[Token],
    one: FoundMoney,
    places: list[Place],
    relations: Sequence[RelationLike],
    former: FoundMoney | None,
    topic: str | None,
) -> FoundMoney:
    start, end = span_of(tokens, one.start, one.end)
    if start >= end:
        return one
    use = "loan" if by_issue(tokens, start, end, places) != NOBODY else purpose(tokens, start, end)
    is_lent = use == "loan" and (one.magnitude or 0) >= LARGE
    if one.kind == "price" and use != "sanction_or_fine" and not is_lent:
        use = "trade"
    one = replace(one, purpose=use, kind="amount" if is_lent and one.kind == "price" else one.kind)
    partner = partner_of_balance(tokens, start, end, places)
    if partner is not None:
        one = replace(one, pair=_balance_pair(tokens, places, partner, start, topic))
    elif former is not None and _is_compared(tokens, former, one, start):
        one = replace(one, payer=former.payer, payee=former.payee, pair=former.pair)
    elif one.kind != "rate":
        one = _bind(tokens, one, (start, end), places, relations)
        if former is not None and former.payee is not None and (mine := own_payee(tokens, former, start, places)):
            one = replace(one, payer=former.payer, payee=mine, pair=None)
        elif former is not None and not states_of(one) and _is_coordinated(tokens, former, one, start):
            one = replace(one, payer=former.payer, payee=former.payee, pair=former.pair)
    return _with_event(tokens, one, (start, end), relations)


def _bind(
    tokens: list[Token],
    one: FoundMoney,
    span: tuple[int, int],
    places: list[Place],
    relations: Sequence[RelationLike],
) -> FoundMoney:
    """The amount with payer, payee or pair."""
    start, end = span
    if is_result(tokens, start, end) or is_exchange(tokens, start, end) or one.purpose == "budget":
        return one
    pair = _deal_pair(tokens, start, end, places)
    words = _by_words(tokens, one, span, places)
    if None in words and not _is_one_sided(tokens, one, span, words):
        words, shared = by_relations(one, words, relations)
        pair = shared or pair
    payer, payee = words
    if payer is None and payee is None:
        return _of_pair(tokens, one, pair, relations)
    if pair and one.purpose != "debt" and {payer, payee} - {None} < set(pair):
        other = next(state for state in pair if state not in {payer, payee})
        payer, payee = payer or other, payee or other
    return one if stays_home(tokens, one, (payer, payee), places) else replace(one, payer=payer, payee=payee)


def _of_pair(
    tokens: list[Token], one: FoundMoney, pair: tuple[str, str] | None, relations: Sequence[RelationLike]
) -> FoundMoney:
    """The amount of a deal of two states; with its direction where the words of trade and the event tell it."""
    roles = by_trade({token.low for token in tokens}, pair, relations) if pair else None
    return replace(one, payer=roles[0], payee=roles[1]) if roles else replace(one, pair=pair)


def _by_words(tokens: list[Token], one: FoundMoney, span: tuple[int, int], places: list[Place]) -> Roles:
    """Who pays whom by the words; for the price of a unit only a sale with both sides says so."""
    if one.kind == "amount":
        return by_words(tokens, *span, places, one.purpose)
    sale = by_sale(tokens, *span, places)
    return NOBODY if None in sale else sale


def _balance_pair(
    tokens: list[Token], places: list[Place], partner: str, start: int, topic: str | None
) -> tuple[str, str] | None:
    """The two sides of a balance: the partner, and the state last named before the word for it, else the topic."""
    word = min((i for i, token in enumerate(tokens) if token.low in BALANCES), key=lambda i: abs(i - start), default=0)
    others = [place for place in places if place.iso3 != partner]
    before = [place.iso3 for place in others if place.end <= word]
    states = {place.iso3 for place in others}
    own = before[-1] if before else topic
    own = states.pop() if own is None and len(states) == 1 else own
    return ordered({own, partner}) if own is not None and own != partner else None


def _is_one_sided(tokens: list[Token], one: FoundMoney, span: tuple[int, int], words: Roles) -> bool:
    """Whether the events of the sentence tell nothing of whom the words leave out."""
    start, end = span
    if words != NOBODY and (goes_to_many(tokens, start) or (one.purpose == "loan" and names_multilateral(tokens))):
        return True
    return _is_paper(tokens, start, end) or _is_growth(tokens, start)


def _is_growth(tokens: list[Token], start: int) -> bool:
    """ "to help it raise its exports by 5 mln dlrs": how a figure changes, and nothing that an event pays."""
    before = [token.low for token in tokens[max(0, start - 2) : start]]
    return before in (["exports", "by"], ["imports", "by"])


def _is_paper(tokens: list[Token], start: int, end: int) -> bool:
    """ "100 mln francs of five-year notes", "in denominations of 1,000 stg"."""
    before = {token.low for token in tokens[max(0, start - DENOMINATIONS_REACH) : start]}
    behind = takewhile(lambda token: token.low != "by", tokens[end : end + PAPERS_REACH])
    return "denominations" in before or any(token.low in PAPERS for token in behind)


def _deal_pair(tokens: list[Token], start: int, end: int, places: list[Place]) -> tuple[str, str] | None:
    """The sentence's only two states, where the amount is that of a deal: "a deal worth $5bn", "a $5bn order"."""
    states = {place.iso3 for place in places if place.kind not in PERSONS and not is_scene(tokens, place)}
    before = start
    while before and tokens[before - 1].low in OF_SIZE:
        before -= 1
    near = [token.low for token in tokens[max(0, before - 4) : start] + tokens[end : end + 6]]
    if not any(word in DEALS for word in near):
        return None
    return ordered(states) if len(states) == 2 else _partners(tokens, start, end, places)


def _partners(tokens: list[Token], start: int, end: int, places: list[Place]) -> tuple[str, str] | None:
    """ "Kenya signed a $5bn agreement with Peru for sales in Norway": who signs, and with whom."""
    behind = [place for place in places if end <= place.start <= end + PARTNER_REACH]
    partner = next((place.iso3 for place in behind if is_led_by(tokens, place, {"with"}, end)), None)
    signer = subject(tokens, places, start)
    return ordered({signer, partner}) if signer and partner and signer != partner else None


def _is_coordinated(tokens: list[Token], former: FoundMoney, one: FoundMoney, start: int) -> bool:
    """ "$10bn up front, then $1bn per annum", "$5m, $2m of which": the second sum flows as the first."""
    if former.purpose == "debt" != one.purpose:
        return False  # what a state owes and what it borrows flow apart
    if former.purpose == one.purpose and _is_revised(tokens, former, start):
        return True
    gap = [token.low for token in tokens if token.start >= former.end and token.end <= tokens[start].start]
    behind = [token.low for token in tokens if token.start >= tokens[start].start][:8]
    if any(pair == ("of", "which") for pair in pairwise(behind)):
        return True
    return len(gap) <= MAX_COORDINATED and bool(COORDINATING & set(gap)) and not {"from", "to", "vs"} & set(gap)


def _is_revised(tokens: list[Token], former: FoundMoney, start: int) -> bool:
    """ "a 5 mln dlr loan for Kenya has been increased to 6 mln": the same money, and no other subject between."""
    gap = [token.low for token in tokens[:start] if token.start >= former.end]
    is_told = any(one in BEEN and then in REVISED for one, then in pairwise(gap[-REVISED_REACH:]))
    return is_told and gap[-1] == "to" and not {";", ",", "and", "but", "while"} & set(gap)


def _is_compared(tokens: list[Token], former: FoundMoney, one: FoundMoney, start: int) -> bool:
    """ "rose to 5 mln dlrs from 4 mln": what the first is between states, the second is."""
    _, end = span_of(tokens, former.start, former.end)
    return former.kind == one.kind and compares(tokens, start) and is_bridge(tokens, end, start)


def _with_event(
    tokens: list[Token], one: FoundMoney, span: tuple[int, int], relations: Sequence[RelationLike]
) -> FoundMoney:
    """The amount with the event that it belongs to, and with its status."""
    found = event_of(one, relations)
    told = (found.event, found.status) if found else None
    is_balance = is_balance_of_trade(tokens, *span)
    status = None if is_balance else flow_status(tokens, *span, told, one.purpose)
    event = (found.source, found.target, found.is_symmetric, found.event) if found else None
    is_flow = bool(states_of(one)) or found is not None
    return replace(one, event=event, status=status if is_flow else None)
