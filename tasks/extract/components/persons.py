"""People who stand for a state by their office: "Pakistan's foreign minister Khawaja Asif", later just "Asif".

The gazetteer knows leaders by name; this component reads who holds which office from the text itself, so it works for
ministers that no list has, in mangled text too. An office-holder whose state the text leaves open is kept unresolved.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from tasks.extract.extensions import add_mentions, by_sentence, codable_sentences, make_mention, mentions

# The last word of an office; those in HEADS speak for a state even where none is named.
OFFICES = frozenset(
    "president premier minister ministers chancellor secretary ambassador envoy spokesman spokeswoman spokesperson "
    "leader king queen prince emir sultan governor commissioner representative adviser advisor chief general admiral "
    "diplomat official negotiator undersecretary treasurer commander senator congressman congresswoman lawmaker "
    "mp".split()
)
HEADS = frozenset({"premier", "chancellor", "minister"})
# Words that may stand between the state and the last word of the office.
MODIFIERS = frozenset(
    "prime foreign defence defense finance trade oil energy petroleum interior justice economy economic agriculture "
    "industry planning information deputy vice acting assistant senior top chief national security of state central "
    "bank army military naval air force treasury commerce external affairs home culture health transport press "
    "government official and the s ' ’s 's international special supreme parliamentary crown reserve "
    "stock new then farm farming fisheries forestry food water mines mining mineral minerals resources works housing "
    "research science technology education labor labour employment social welfare environment environmental climate "
    "immigration customs budget revenue shipping aviation communications telecommunications posts tourism development "
    "cooperation relations industrial monetary nuclear intelligence european former outgoing visiting republican "
    "democratic conservative socialist ruling -".split()
)
# What never is part of a name in text without case.
NOT_NAMES = frozenset(
    "said says told tells was were is are has have had will would could may might who which that with from into over "
    "after before during arrived visited called warned met urged announced added also not did does do and or but to in "
    "on at by for of as the a an his her their its this these last week month year today yesterday monday tuesday "
    "wednesday thursday friday saturday sunday reuters has been be being if when while than then there here it he she "
    "they we you i more most some any all both between against about under through during without within "
    "later earlier says say tell tells because warns urges sees calls backs rejects denies seeks meets visits vows "
    "wants expects accuses threatens offers asks leaves manager sales strike strikes election elections assembly "
    "staff counsel amnesty agreement".split()
)
# What a state has beside offices, by which its own news knows it ("New Zealand's cabinet").
BODIES = frozenset({"government", "cabinet", "parliament", "ministry", "administration"})
# The part of an article's mentions that one state must have to own the offices of nobody else.
MAIN_SHARE = 0.6
MAX_MODIFIERS = 5
MAX_NAME = 4


@dataclass(frozen=True)
class Holder:
    """A person found beside an office: tokens [start, end) and the state, empty where the text gives none."""

    start: int
    end: int
    iso3: str


def _is_cased(sent: Span) -> bool:
    return any(token.text[:1].isupper() for token in sent)


def _is_name(token: Token, is_cased: bool, taken: set[int]) -> bool:
    if token.i in taken or token.lower_ in NOT_NAMES or token.lower_ in OFFICES or token.lower_ in MODIFIERS:
        return False
    if not token.text.replace(".", "").replace("-", "").isalpha():
        return False
    if is_cased:
        return token.text[0].isupper()
    return len(token) > 2 and not token.is_stop and not token.lower_.endswith(("ed", "ing", "ly"))


def _name_after(sent: Span, at: int, is_cased: bool, taken: set[int]) -> tuple[int, int] | None:
    """The name that begins at token `at`, as (start, end)."""
    end = at
    limit = MAX_NAME if is_cased else MAX_NAME - 1
    while end < sent.end and end - at < limit and _is_name(sent.doc[end], is_cased, taken):
        end += 1
    return (at, end) if end > at else None


def _name_before(sent: Span, end: int, is_cased: bool, taken: set[int]) -> tuple[int, int] | None:
    """The name that ends before token `end` ("Khurram Dastgir Khan, Pakistan's …")."""
    if end > sent.start and sent.doc[end - 1].text == ",":
        end -= 1
    elif is_cased:
        return None
    start = end
    while start > sent.start and end - start < MAX_NAME and _is_name(sent.doc[start - 1], is_cased, taken):
        start -= 1
    # A single word before a state in text without case is as likely an ordinary word.
    return (start, end) if end - start >= (1 if is_cased else 2) else None


def _office_after(sent: Span, at: int) -> int | None:
    """End of the office that begins at token `at`: modifiers, then its last word."""
    end = at
    while end < sent.end and end - at <= MAX_MODIFIERS:
        word = sent.doc[end].lower_
        if word in OFFICES and (end + 1 >= sent.end or sent.doc[end + 1].lower_ not in OFFICES | {"of"}):
            return end + 1
        if word not in MODIFIERS and word not in OFFICES:
            return None
        end += 1
    return None


def find_holders(sent: Span, states: list[Span], taken: set[int]) -> Iterator[Holder]:
    """Persons named beside an office of a state in one sentence. `taken`: tokens that are other mentions."""
    is_cased = _is_cased(sent)
    used: set[int] = set()
    for state in states:
        office = state.end if state[-1].lower_ in OFFICES else _office_after(sent, state.end)
        if office is None:
            if holder := _holder_of(sent, state, is_cased, taken):
                yield holder
            continue
        used.update(range(state.end, office))
        at = _past_portfolio(sent, office)
        at = at + 1 if at < sent.end and sent.doc[at].text == "," else at
        if at in taken:  # the office-holder is a leader that the gazetteer knows
            continue
        name = _name_after(sent, at, is_cased, taken) or _name_before(sent, state.start, is_cased, taken)
        if name:
            yield Holder(*name, state.kb_id_)
    if is_cased:
        yield from _unplaced(sent, taken | used)


def _past_portfolio(sent: Span, office: int) -> int:
    """Past what a minister is minister for: "vice minister for international affairs"."""
    at = office
    if at < sent.end and sent.doc[at].lower_ == "for":
        at += 1
        while at < sent.end and sent.doc[at].lower_ in MODIFIERS and not sent.doc[at].is_punct:
            at += 1
        if at - office > 1:
            return at
    return office


def _holder_of(sent: Span, state: Span, is_cased: bool, taken: set[int]) -> Holder | None:
    """Who holds the office that stands before a state: "Lee Smith, vice-president of the Swiss National Bank"."""
    doc = sent.doc
    at = state.start - (state.start > sent.start and doc[state.start - 1].lower_ == "the")
    if not is_cased or at - 2 < sent.start or doc[at - 1].lower_ not in {"of", "for"}:
        return None
    start = at - 2
    if doc[start].lower_ not in OFFICES:
        return None
    while start > sent.start and doc[start - 1].lower_ in MODIFIERS:
        start -= 1
    has_comma = start > sent.start and doc[start - 1].text == ","
    name = _name_before(sent, start, is_cased, taken) if has_comma else None
    return Holder(*name, state.kb_id_) if name else None


def _unplaced(sent: Span, taken: set[int]) -> Iterator[Holder]:
    """Heads of state offices with a name and no state: "Prime Minister Smith"."""
    for token in sent:
        if token.lower_ in HEADS and token.text[0].isupper() and token.i not in taken:
            name = _name_after(sent, token.i + 1, True, taken)
            if name:
                yield Holder(*name, "")


def _office(doc: Doc, end: int) -> str:
    """The office whose last word stands before token `end`, in two words at most: "foreign minister"."""
    last, before = doc[end - 1].lower_, doc[end - 2].lower_ if end > 1 else ""
    before = "defence" if before == "defense" else before
    return f"{before} {last}" if before in MODIFIERS and before.isalpha() else last


def find_offices(doc: Doc, states: dict[int, list[Span]]) -> dict[str, set[str]]:
    """Offices, and bodies such as a cabinet under "", to the states that the article names beside them."""
    offices: dict[str, set[str]] = {}
    for _, sent in codable_sentences(doc):
        for state in states.get(sent.start, []):
            end = _office_after(sent, state.end)
            if end is not None:
                offices.setdefault(_office(doc, end), set()).add(state.kb_id_)
            ahead = {token.lower_ for token in doc[state.end : min(state.end + 2, sent.end)]}
            if end is not None or ahead & BODIES:
                offices.setdefault("", set()).add(state.kb_id_)
    return offices


def _main_state(states: list[str]) -> str:
    """The state of an article's own news: the first that it names, if it names it most by far; else empty."""
    (most, times), *_ = Counter(states).most_common(1) or [("", 0)]
    return most if states[:1] == [most] and times >= MAIN_SHARE * len(states) else ""


def place_unplaced(doc: Doc, start: int, offices: dict[str, set[str]], main: str) -> str:
    """The state of a named office-holder for whom the sentence has none ("Foreign Minister Smith said"), or empty.

    offices: as find_offices gives them. main: the state that the article is about, or empty. The state whose same
    office the article names, else the only one of whose government it speaks, else `main`.
    """
    for office in (_office(doc, start), ""):
        owners = offices.get(office, set())
        if len(owners) == 1:
            return next(iter(owners))
    return main


def find_persons(doc: Doc) -> list[Span]:
    """Office-holders and their later mentions by last name, as mentions of kind "person"."""
    known = mentions(doc)
    taken = {i for span in known for i in range(span.start, span.end)}
    states = by_sentence(doc, (span for span in known if span.kb_id_ and span.id_ not in {"anaphor", "leader"}))
    covered = set(taken)
    found: dict[tuple[int, int], str] = {}
    last_names: dict[str, str] = {}
    offices = find_offices(doc, states)
    main = _main_state([span.kb_id_ for span in known if span.kb_id_])
    for _, sent in codable_sentences(doc):
        for holder in find_holders(sent, states.get(sent.start, []), taken):
            last = doc[holder.end - 1].lower_
            iso3 = holder.iso3 or last_names.get(last) or place_unplaced(doc, holder.start, offices, main)
            found[(holder.start, holder.end)] = iso3
            covered.update(range(holder.start, holder.end))
            if iso3:
                last_names.setdefault(last, iso3)
        for token in sent:
            if token.lower_ in last_names and token.i not in covered and _is_again(token, sent):
                found[(token.i, token.i + 1)] = last_names[token.lower_]
    return [make_mention(doc, start, end, "person", iso3, "person") for (start, end), iso3 in sorted(found.items())]


def _is_again(token: Token, sent: Span) -> bool:
    """Whether a known last name stands alone: capitalised, or in text without case not after another name's start."""
    if _is_cased(sent):
        return token.text[:1].isupper()
    return len(token) > 3


@Language.component("detente_persons")
def add_persons(doc: Doc) -> Doc:
    """Adds the office-holders to doc.spans["mentions"]; needs the countries first."""
    add_mentions(doc, find_persons(doc))
    return doc
