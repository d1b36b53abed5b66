"""The European Community and Union by their short names, and the halves of Korea: "the bloc", "Brussels", "the North".

Such a name counts only where the article names its owner in full (match "named" or "context" in the seeds). Here the
sentence decides whether it acts ("Brussels rejected the offer") or is a place ("they met in Brussels").
"""

import re
from dataclasses import replace

from spacy.tokens import Doc, Span

from tasks.extract.components.caseless import word_after, word_before
from tasks.extract.components.namesakes import Casings, Found
from tasks.extract.extensions import sentence_start

BLOC = "EUU"
SEAT, HOST = "brussels", "BEL"
# Other bodies of the same short name; one in the article leaves the name open.
RIVALS = {
    "the commission": re.compile(
        r"\b(?!(?:the|a|its|european|community|union|ec|eec|eu|executive|s|and|by|brussels|said|that)\b)"
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
HALVES = {"the north": frozenset({"KOR", "PRK"}), "the south": frozenset({"PRK"})}
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
    return surface not in rivalled


def _means_half(span: Span, named: set[str], casings: Casings) -> bool:
    """Whether "the North" or "the South" is a Korean state's: the other half is spoken of, and it is no direction."""
    before, after = word_before(span), word_after(span)
    is_direction = before in PLACE_BEFORE | TO_OR_FROM or after in {"of", "east", "west", "and", "-"}
    is_name = span[-1].text[:1].isupper() or casings[sentence_start(span.doc, span.start)] == "lower"
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
    settled = []
    for span, term in found:
        surface = span.text.lower()
        if surface in HALVES and not _means_half(span, named, casings):
            continue
        if term.iso3 == BLOC and term.match in {"named", "context"} and not _means_bloc(span, rivalled):
            continue
        if surface == SEAT and bloc > host and not _is_place(span):
            term = replace(term, iso3=BLOC, kind="bloc")  # noqa: PLW2901
        settled.append((span, term))
    return settled
