"""Firms that no list has, by what the article says of them: "NZFP, a New Zealand paper maker", later just "NZFP".

A name belongs to the state that the text puts beside it, and so do its later mentions by its first word or by its
abbreviation. A sentence all in small letters or all in capitals keeps no names apart, so nothing is found there.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from tasks.extract.components.countries import LABELS
from tasks.extract.components.persons import NOT_NAMES
from tasks.extract.extensions import add_mentions, by_sentence, codable_sentences, make_mention, mentions

# What a firm is: the last word of "a Japanese autoparts maker", "the Dutch news agency".
TRADES = frozenset(
    "firm company maker bank producer concern conglomerate retailer airline agency corporation operator developer "
    "manufacturer builder brewer brewery publisher exporter importer supplier trader broker brokerage refiner insurer "
    "carrier contractor steelmaker automaker carmaker shipyard distributor consortium newspaper magazine utility "
    "multinational giant".split()
)
# The last word of a firm's name, which tells its form.
FORMS = frozenset("inc corp ltd plc co sa ag nv spa gmbh bhd pty limited corporation company kk ab as oy bv".split())
# First words that many names share say nothing alone.
GENERIC = frozenset(
    "the a an first general national united new royal international bank american british north south east west "
    "central western eastern northern southern standard federal industrial financial commercial pacific atlantic "
    "continental global world state public union press house news daily group trade trans inter euro asia gulf pan "
    "delta january february march april may june july august september october november december minister president "
    "prime mr mrs dr sir lord san santa saint st el la le los las de".split()
)
TICKER = re.compile(r"[A-Z]{2,6}\.[A-Z]{1,2}")
KINDS = frozenset({"name", "demonym", "capital", "city"})
KIND = "company"
# What may stand between a comma and the state that describes the name before it.
BEFORE = frozenset({"a", "an", "the", "leading", "large", "big", "major"})
MAX_NAME = 5
# Tokens between a name's comma and the state, and between the state and the trade.
BEFORE_STATE, BEFORE_TRADE = 2, 3
SHORTEST = 3


@dataclass(frozen=True)
class Firm:
    """A firm's name, tokens [start, end), with its state; `other` is its abbreviation, if the text gives one."""

    start: int
    end: int
    iso3: str
    other: str = ""


def _is_part(token: Token, taken: set[int]) -> bool:
    """Whether a token may be of a firm's name: capitalised, no ticker, no part of a known mention, no "Says"."""
    if not token.text[:1].isupper() or token.i in taken or token.lower_ in NOT_NAMES:
        return False
    return token.text.replace(".", "").replace("-", "").isalpha() and not TICKER.fullmatch(token.text)


def _name_from(sent: Span, at: int, taken: set[int]) -> int:
    """End of the name that begins at token `at`; `at` itself where none does."""
    end = at
    while end < sent.end and end - at < MAX_NAME and _is_part(sent.doc[end], taken):
        end += 1
    return end


def _name_until(sent: Span, end: int, taken: set[int]) -> int:
    """Start of the name that ends before token `end`."""
    start = end
    while start > sent.start and end - start < MAX_NAME and _is_part(sent.doc[start - 1], taken):
        start -= 1
    return start


def _has_form(doc: Doc, start: int, end: int) -> bool:
    return end - start > 1 and doc[end - 1].lower_.strip(".") in FORMS


def _trade_after(sent: Span, at: int) -> int:
    """End of the trade that begins at token `at` ("autoparts maker"); `at` where none does."""
    for end in range(at + 1, min(at + 2 + BEFORE_TRADE, sent.end + 1)):
        word = sent.doc[end - 1]
        if word.lower_ in TRADES:
            return end
        if not (word.text.islower() and word.is_alpha) and word.text != "-":
            return at
    return at


def _close(sent: Span, at: int, taken: set[int]) -> tuple[int, str]:
    """Where a name that token `at` follows is over, past ">", "<TICK.N>" and "(ABBR)"; and the abbreviation."""
    doc, other = sent.doc, ""
    while at < sent.end and doc[at].text in {">", "<", "("}:
        stop = next((i for i in range(at, min(at + 6, sent.end)) if doc[i].text in {">", ")"}), at)
        inside = doc[at + 1 : stop]
        if doc[at].text == "(" and len(inside) == 1 and inside.text.isupper() and inside.start not in taken:
            other = inside.text
        at = stop + 1
    return at, other


def _described(sent: Span, state: Span, taken: set[int]) -> Firm | None:
    """ "KKK, a Japanese autoparts maker": the firm before a state that describes it."""
    doc = sent.doc
    for comma in range(max(state.start - 1 - BEFORE_STATE, sent.start), state.start):
        between = [token.lower_ for token in doc[comma + 1 : state.start]]
        if doc[comma].text == "," and BEFORE.issuperset(between):
            begin = state.end + 2 if doc[state.end : state.end + 2].text == "-based" else state.end
            if _trade_after(sent, begin) == begin:
                return None
            for start in range(max(sent.start, comma - MAX_NAME - 6), comma):
                end = _name_from(sent, start, taken)
                over, other = _close(sent, end, taken)
                if end > start and over == comma:
                    return Firm(start, end, state.kb_id_, other)
    return None


def _named_after(sent: Span, state: Span, taken: set[int]) -> Firm | None:
    """ "Dutch news agency ANP", "Australia's <Amcor Ltd>": the firm after its state."""
    doc, at = sent.doc, state.end
    trade = _trade_after(sent, at)
    is_owned = doc[at : at + 1].text in {"'s", "’s"}
    at = trade if trade > at else at + is_owned
    is_marked = at < sent.end and doc[at].text == "<"
    at += is_marked
    end = _name_from(sent, at, taken)
    if end == at or (trade == state.end and not (is_owned and (is_marked or _has_form(doc, at, end)))):
        return None
    return Firm(at, end, state.kb_id_, _close(sent, end, taken)[1])


def _named_before(sent: Span, state: Span, taken: set[int]) -> Firm | None:
    """ "<Inland Steel Co> of the U.S.", "TDK Corp of Tokyo": the firm before its state."""
    doc, at = sent.doc, state.start
    at -= at > sent.start and doc[at - 1].lower_ == "the"
    if at - 1 <= sent.start or doc[at - 1].lower_ != "of":
        return None
    end = at - 2 if doc[at - 2].text == ">" else at - 1
    start = _name_until(sent, end, taken)
    return Firm(start, end, state.kb_id_) if _has_form(doc, start, end) else None


def introduced(sent: Span, states: list[Span], taken: set[int]) -> Iterator[Firm]:
    """The firms of a sentence that it puts beside a state. taken: tokens of mentions that are known."""
    for state in states:
        found = (way(sent, state, taken) for way in (_described, _named_after, _named_before))
        yield from (firm for firm in found if firm is not None and _is_whole(sent.doc, firm, state, taken))


def _is_whole(doc: Doc, firm: Firm, state: Span, taken: set[int]) -> bool:
    """Whether the name is not the rest of a known one ("Motor Co Ltd" after Honda), nor a firm's form alone."""
    is_form = doc[firm.start].lower_.strip(".") in FORMS
    return not is_form and (firm.start - 1 not in taken or firm.start == state.end)


def short_names(doc: Doc, firms: list[Firm]) -> dict[str, Firm]:
    """What the firms are called later: first word or abbreviation, where it can mean nothing else."""
    if not firms:  # as in most articles, which need not be read through
        return {}
    small = {token.lower_ for token in doc if token.is_lower}
    called: dict[str, list[Firm]] = {}
    for firm in firms:
        for name in filter(None, (doc[firm.start].text, firm.other)):
            called.setdefault(name, []).append(firm)
    return {
        name: owners[0]
        for name, owners in called.items()
        if len({firm.iso3 for firm in owners}) == 1
        and len(name) >= SHORTEST
        and name.lower() not in small | GENERIC | FORMS
    }


def _again(sent: Span, names: Mapping[str, Firm], taken: set[int]) -> Iterator[Firm]:
    """Later mentions: the short name alone, with its form, or with the second word of the whole name."""
    doc, at = sent.doc, sent.start
    while at < sent.end:
        end = max(_name_from(sent, at, taken), at + 1)
        firm = names.get(doc[at].text) if at not in taken else None
        if firm is not None:
            second = doc[firm.start + 1].text if firm.end - firm.start > 1 else ""
            if end == at + 1 or doc[at + 1].text == second or doc[at + 1].lower_.strip(".") in FORMS:
                yield Firm(at, end, firm.iso3)
        at = end


def find_firms(doc: Doc) -> list[Span]:
    """The firms that the text itself places, and later mentions of these and of known ones, as kind "company"."""
    known = mentions(doc)
    taken = {i for span in known for i in range(span.start, span.end)}
    states = by_sentence(doc, (span for span in known if span.kb_id_ and span.id_ in KINDS))
    sentences = [sent for _, sent in codable_sentences(doc) if any(token.is_lower for token in sent)]
    firms = [firm for sent in sentences for firm in introduced(sent, states.get(sent.start, []), taken)]
    listed = [Firm(span.start, span.end, span.kb_id_) for span in known if span.id_ == KIND and len(span) > 1]
    names = short_names(doc, [*firms, *listed])
    later = [firm for sent in sentences for firm in _again(sent, names, taken)] if names else []
    return [make_mention(doc, one.start, one.end, LABELS[KIND], one.iso3, KIND) for one in _apart([*firms, *later])]


def _apart(firms: list[Firm]) -> Iterator[Firm]:
    """The firms in order of the text, without those that lie in an earlier or longer one."""
    free = 0
    for firm in sorted(firms, key=lambda one: (one.start, -one.end)):
        if firm.start >= free:
            free = firm.end
            yield firm


@Language.component("detente_firms")
def add_firms(doc: Doc) -> Doc:
    """Adds the firms to doc.spans["mentions"]; needs the countries and persons first."""
    add_mentions(doc, find_firms(doc))
    return doc
