"""Names that mean something else here: "Glen Fukushima" is a person, "Odessa, Texas" is no place in Ukraine.

Everything works on what the article itself says beside the name, so that text without case is left as it is.
"""

from collections.abc import Iterable
from dataclasses import replace

from spacy.tokens import Doc, Span, Token

from tasks.extract.extensions import sentence_start
from tasks.extract.gazetteer import Term

Found = list[tuple[Span, Term]]
PLACES = frozenset({"city", "region", "capital"})
# States whose abbreviations ("FBI", "MoD") need no other word for their state in the article.
WELL_KNOWN = frozenset({"USA", "GBR", "EUU"})
MAX_ABBREVIATION = 4
# Names of a state that are a region of another: the other, and the states beside which the first is meant.
REGIONS = {"georgia": ("USA", frozenset({"GEO", "RUS", "SUN", "ARM", "AZE", "TUR", "UKR"}))}


def is_given_name(token: Token, given: frozenset[str]) -> bool:
    """Whether a token is a first name as written: capitalised and borne by leaders of the seeds."""
    return token.text[:1].isupper() and token.lower_ in given


def settle_places(doc: Doc, found: Found, given: frozenset[str]) -> Found:
    """Drops places that are a person's last name and gives "Odessa, Texas" to the region's state."""
    regions = {span.start: term.iso3 for span, term in found if term.kind == "region"}
    kept = []
    for span, term in found:
        if term.kind in PLACES and len(span) == 1 and _is_last_name(doc, span, given):
            continue
        if term.kind in {"city", "capital"} and span.end < len(doc) and doc[span.end].text == ",":
            term = replace(term, iso3=regions.get(span.end + 1, term.iso3))  # noqa: PLW2901
        kept.append((span, term))
    return kept


def _is_last_name(doc: Doc, span: Span, given: frozenset[str]) -> bool:
    before = doc[span.start - 1] if span.start > sentence_start(doc, span.start) else None
    # "WILLIAM RHODES" in a headline is left: there a first name can't be told from other words.
    return before is not None and not span.text.isupper() and is_given_name(before, given)


def settle_regions(found: Found) -> Found:
    """Gives "Georgia" to the United States in an article that names them and none of the state's neighbours."""
    named = {term.iso3 for span, term in found if span.text.lower() not in REGIONS}
    settled = []
    for span, term in found:
        other, beside = REGIONS.get(span.text.lower(), ("", frozenset()))
        is_other = other in named and not named & beside
        settled.append((span, replace(term, iso3=other, kind="region", match="any") if is_other else term))
    return settled


def is_abbreviation(term: Term) -> bool:
    """Whether a term is a short abbreviation that other bodies may share ("SDF", "FSO")."""
    return term.match == "exact" and term.kind in {"institution", "company"} and len(term.surface) <= MAX_ABBREVIATION


def needs_support(term: Term) -> bool:
    """Whether a term counts only where something else in the article names its state."""
    return is_abbreviation(term) and term.iso3 not in WELL_KNOWN


def strangers(doc: Doc, surnames: Iterable[str], taken: set[int], given: frozenset[str]) -> set[str]:
    """Leaders' surnames that the article gives to someone else in full ("Woody Johnson"), in lower case."""
    known = frozenset(surnames)
    return {
        token.lower_
        for token in doc[1:]
        if token.lower_ in known
        and token.i not in taken
        and token.text.istitle()
        and is_given_name(token.nbor(-1), given)
    }
