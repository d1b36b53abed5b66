"""The European Community and Union by their short names, and the halves of Korea: "the bloc", "Brussels", "the North".

Such a name counts only where the article names its owner in full (match "named" or "context" in the seeds). Here the
sentence decides whether it acts ("Brussels rejected the offer") or is a place ("they met in Brussels").
"""

import re
from dataclasses import replace
from datetime import date

from spacy.tokens import Doc, Span

from tasks.extract.components.caseless import word_after, word_before
from tasks.extract.components.namesakes import Casings, Found
from tasks.extract.extensions import sentence_start

BLOC = "EUU"
SEAT, HOST = "brussels", "BEL"
# "Brussels" alone is the Community from its first enlargement on, but for the states that Belgium once ruled.
SEAT_SINCE = date(1973, 1, 1)
FORMER_COLONIES = frozenset({"COD", "RWA", "BDI"})
# Other bodies of the same short name; one in the article leaves the name open.
RIVALS = {
    "the commission": re.compile(
        r"\b(?!(?:the|a|its|european|community|union|ec|eec|eu|executive|s|and|by|brussels|said|that|over|of|in|on|to|for|"
        r"from|with|under|against|at|after|before|as|but|if|when|where|which|while|some|several|other|latest|recent|new|"
        r"current|through|between|because|despite)\b)"
        r"[a-z]+ commission\b|\bcommission (?:on|of inquiry|for)\b"
    ),
    "the bloc": re.compile(
        r"\b(?:asean|mercosur|comecon|opec|brics|andean pact|gulf cooperation council|african union|caricom)\b"
        r"|\b(?:soviet|eastern|east|communist|opposition|arab) bloc\b"
    ),
}
# Before a name that is a mere place.
PLACE_BEFORE = frozenset("in at near outside around inside across throughout within".split())
# Before "Europe" where it is a part of the world.
REGION_BEFORE = PLACE_BEFORE | frozenset(
    "from to of into over for western eastern central northern southern continental modern".split()
)
# After a name that says only where something is.
PLACE_AFTER = frozenset(
    "meeting meetings summit talks headquarters office offices airport court bourse attacks attack bombing bombings "
    "police suburb conference session hotel district prison newsroom - based correspondent stock".split()
)
TO_OR_FROM = frozenset({"to", "from", "for"})
MOTION = re.compile(
    r"\b(?:fl(?:ew|y|ies|ying|own|ight)|travel\w*|went|go(?:es|ing)?|c[ao]m(?:e|ing)|arriv\w*|return\w*|visit\w*|trip|"
    r"dr[io]v\w*|left|leav\w*|reach\w*|journey\w*|head(?:ed|ing)|summoned|invited|recalled)\b"
)
LOOK_BACK = 5
# The halves of Korea, where no other divided state is spoken of.
_NORTH, _SOUTH = frozenset({"KOR", "PRK"}), frozenset({"PRK"})
HALVES = {
    "the north": _NORTH,
    "the northern": _NORTH,
    "the northerners": _NORTH,
    "the south": _SOUTH,
    "the southern": _SOUTH,
    "the southerners": _SOUTH,
}
# After a direction, or a part of the world or of the sea ("the Northern Limit Line").
NO_HALF = frozenset("of east west and - limit hemisphere pole atlantic pacific sea china command california".split())
DIVIDED = frozenset({"VNM", "YEM", "YMD", "SDN", "SSD", "IRL", "CYP", "ITA"})


def _is_place(span: Span) -> bool:
    """Whether a capital is only where something happens or someone goes."""
    before, after = word_before(span), word_after(span)
    if before in PLACE_BEFORE or after in PLACE_AFTER:
        return True
    back = span.doc[max(sentence_start(span.doc, span.start), span.start - LOOK_BACK) : span.start].text.lower()
    moves = MOTION.search(back) is not None
    return moves and (before in TO_OR_FROM or MOTION.search(before) is not None)


def _rivalled(doc: Doc) -> set[str]:
    """The short names that the article gives to another body, too, which leaves them open."""
    text = " ".join(doc.text.lower().split())
    return {surface for surface, rival in RIVALS.items() if rival.search(text)}


def _means_bloc(span: Span, rivalled: set[str]) -> bool:
    """Whether a short name means the Community or Union in an article that names it in full."""
    surface = span.text.lower()
    if surface == "europe":
        return word_before(span) not in REGION_BEFORE
    if surface == "community":
        return span.text.istitle() and word_before(span).islower() and not span.doc[span.start - 1].text.istitle()
    if surface == "commission":
        is_end = span.start > 0 and span.doc[span.start - 1].text.istitle()
        return span.text.istitle() and not is_end and "the commission" not in rivalled
    return surface not in rivalled


def _means_half(span: Span, named: set[str], casings: Casings) -> bool:
    """Whether "the North" or "the South" is a Korean state's: the other half is spoken of, and it is no direction."""
    before, after = word_before(span), word_after(span)
    casing = casings[sentence_start(span.doc, span.start)]
    is_cased = span[-1].text[:1].isupper() and casing == "mixed"
    ahead = PLACE_BEFORE if is_cased else PLACE_BEFORE | TO_OR_FROM
    is_direction = before in ahead or after in NO_HALF
    is_noun = span.text.lower() in {"the north", "the south"}
    is_name = is_cased or (is_noun and (span[-1].text[:1].isupper() or casing == "lower"))
    is_korea = bool(named & HALVES[span.text.lower()]) and not named & DIVIDED
    return is_name and not is_direction and is_korea


def implied_bloc(found: Found) -> set[str]:
    """The bloc where "Brussels" acts beside another of its short names and no full one, else nothing."""
    short = {span.text.lower() for span, term in found if term.iso3 == BLOC and term.match in {"named", "context"}}
    seat = any(span.text.lower() == SEAT and not _is_place(span) for span, _ in found)
    return {BLOC} if seat and short - {"europe"} else set()


def settle_blocs(doc: Doc, found: Found, casings: Casings) -> Found:
    """Reads "Brussels" as the bloc where it acts in an article on it more than on Belgium; drops other short names."""
    named = {term.iso3 for _, term in found if term.match != "named"}
    bloc = sum(term.iso3 == BLOC and span.text.lower() != "europe" for span, term in found)
    host = sum(term.iso3 == HOST and span.text.lower() != SEAT for span, term in found)
    rivalled = _rivalled(doc) if bloc else set()
    acts_alone = not host and not named & FORMER_COLONIES and (doc._.published_at or SEAT_SINCE) >= SEAT_SINCE
    settled = []
    for span, term in found:
        surface = span.text.lower()
        if surface in HALVES and not _means_half(span, named, casings):
            continue
        if term.iso3 == BLOC and term.match in {"named", "context"} and not _means_bloc(span, rivalled):
            continue
        is_seat = bloc > host or (acts_alone and "," not in {word_before(span), word_after(span)})
        if surface == SEAT and is_seat and not _is_place(span):
            term = replace(term, iso3=BLOC, kind="bloc")  # noqa: PLW2901
        settled.append((span, term))
    return settled
