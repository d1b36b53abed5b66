"""Names that several owners share, settled by what the article names: "the kingdom", "senators", "Rio" of Rio Tinto."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tasks.extract.components.caseless import word_after
from tasks.extract.components.namesakes import PLACES, Found
from tasks.extract.gazetteer import Term, fold

# How often one owner must be named for each time that another is.
LEAD = 3


def settle_firms(found: Found) -> Found:
    """Gives a place's name to the company of which it is the short form: "Rio" where the article names Rio Tinto."""
    firms = {span[0].lower_: term for span, term in found if term.kind == "company" and len(span) > 1}
    return [
        (span, firms[span.text.lower()] if term.kind in PLACES and span.text.lower() in firms else term)
        for span, term in found
    ]


def _named(found: Found) -> Counter[str]:
    """How often an article names each state by a name that is its own."""
    return Counter(term.iso3 for _, term in found if term.match not in {"named", "context"})


def _owner(owners: set[str], named: Counter[str]) -> str:
    """The owner that the article is about: the only one that it names, or the one by far; else empty."""
    ranked = sorted(owners, key=lambda iso3: -named[iso3])
    first, second = named[ranked[0]], named[ranked[1]]
    return ranked[0] if first and first >= LEAD * second else ""


def settle_shared(found: Found, names: Mapping[str, tuple[Term, ...]], day: date | None) -> Found:
    """Gives a name that several states have in the seeds (match "named") to the one that the article is about.

    names: the gazetteer's. A name that stays open is dropped.
    """
    named = _named(found)
    settled = []
    for span, term in found:
        if term.match == "named":
            readings = names.get(fold(span.text), ())
            owners = {one.iso3 for one in readings if one.match == "named" and one.is_valid(day)}
            owner = _owner(owners, named) if len(owners) > 1 else term.iso3
            # "The emir of Qatar" has the state beside it.
            if not owner or (len(owners) > 1 and word_after(span) == "of"):
                continue
            term = replace(term, iso3=owner)  # noqa: PLW2901
        settled.append((span, term))
    return settled
