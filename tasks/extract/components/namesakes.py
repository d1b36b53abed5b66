"""Names that mean something else here: "Glen Fukushima" is a person, "Odessa, Texas" is no place in Ukraine.

Everything works on what the article itself says beside the name.
"""

from collections.abc import Container
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from tasks.extract.components.caseless import word_after
from tasks.extract.extensions import sentence_start
from tasks.extract.gazetteer import Term

Found = list[tuple[Span, Term]]
Casings = dict[int, str]
PLACES = frozenset({"city", "region", "capital"})
# States whose abbreviations ("FBI", "MoD") need no other word for their state in the article.
WELL_KNOWN = frozenset({"USA", "GBR", "EUU"})
MAX_ABBREVIATION = 4
# Names and demonyms that people bear as a last name ("Mary Jordan"), beside all names of places.
LAST_NAMES = frozenset(
    "jordan israel england ireland holland france french english welsh german poland spain letts".split()
)
# Those that people bear as a first name ("Israel Horovitz").
FIRST_NAMES = frozenset(
    "jordan chad israel georgia paris sydney sofia milan florence victoria virginia charlotte austin chelsea".split()
)
# What follows such a name where it is no person's: "Israel Radio", "Sydney Airport".
BODIES = frozenset(
    "government president prime minister foreign defence defense army air airport airlines airways radio television "
    "bank university police court port times post exchange stock valley river broadcasting electric power oil gas "
    "steel chemical discount aircraft military industries city county state governor senator attorney general club "
    "sunday monday tuesday wednesday thursday friday saturday january february march april may june july august "
    "september october november december king prince queen embassy ambassador street square station".split()
)
# States whose towns are written with their region: "Odessa, Texas".
WITH_REGION = frozenset({"USA", "CAN", "AUS"})


@dataclass(frozen=True)
class Namesake:
    """Another state of a name: its code and kind, and the states beside which the first is meant after all.

    is_apart: a sentence that names the other in full means the first by the short name.
    """

    iso3: str
    kind: str
    beside: frozenset[str]
    is_apart: bool = False


def _share(beside: str, *others: str, kind: str = "name", is_apart: bool = False) -> tuple[Namesake, ...]:
    return tuple(Namesake(iso3, kind, frozenset(beside.split()), is_apart) for iso3 in others)


_KOREA = _share("KOR", "PRK")
_GUINEA = _share("GIN SEN MLI SLE LBR CIV", "GNQ", "PNG", "GNB", is_apart=True)
_DOMINICA = _share("DOM HTI", "DMA", kind="demonym")
_CONGO = _share("COD", "COG")
# Names of a state that are another's, too, where the article names that other one by a name of its own.
NAMESAKES = {
    "georgia": _share("GEO RUS SUN ARM AZE TUR UKR", "USA", kind="region"),
    "guinea": _GUINEA,
    "guinean": _GUINEA,
    "guineans": _GUINEA,
    "congo": _CONGO,
    "the congo": _CONGO,
    "congolese": _CONGO,
    "dominican": _DOMINICA,
    "dominicans": _DOMINICA,
    "korea": _KOREA,
    "korean": _KOREA,
    "koreans": _KOREA,
    "albanian": _share("ALB", "XKX", kind="demonym"),
    "albanians": _share("ALB", "XKX", kind="demonym"),
    "samoa": _share("WSM", "ASM"),
    "samoan": _share("WSM", "ASM"),
    "virgin islands": _share("VIR USA", "VGB"),
}


def is_given_name(token: Token, given: frozenset[str]) -> bool:
    """Whether a token is a first name as written: capitalised and borne by leaders of the seeds."""
    return token.text[:1].isupper() and token.lower_ in given


def settle_places(doc: Doc, found: Found, given: frozenset[str], casings: Casings) -> Found:
    """Drops places that are a person's last name and gives "Odessa, Texas" to the region's state.

    In text without case the region follows the city with nothing between. "Georgia" is a region where the article
    speaks of the American one (`settle_states`), and no capital lies in it: "Moscow, Georgia" is a list.
    """
    regions = {span.start: (span, term) for span, term in settle_states(found) if _is_with_towns(term)}
    kept = []
    for span, term in found:
        if (term.kind in PLACES or span.text.lower() in LAST_NAMES) and _is_last_name(doc, span, given):
            continue
        is_cut = casings[sentence_start(doc, span.start)] == "lower"
        at = span.end if is_cut else span.end + 1 if word_after(span) == "," else -1
        if at in regions and (term.kind == "city" or (term.kind == "capital" and _has_capital_names(regions[at][0]))):
            term = replace(term, iso3=regions[at][1].iso3)  # noqa: PLW2901
        kept.append((span, term))
    return kept


def _is_with_towns(term: Term) -> bool:
    return term.kind == "region" and term.iso3 in WITH_REGION


def _has_capital_names(region: Span) -> bool:
    """Whether a capital's name before a region may be a town's: "London, Ontario", but no list of places."""
    after = word_after(region, 1) if word_after(region) == "," else word_after(region)
    return region.text.lower() not in NAMESAKES and after not in {"and", "or"}


def _is_last_name(doc: Doc, span: Span, given: frozenset[str]) -> bool:
    before = doc[span.start - 1] if span.start > sentence_start(doc, span.start) else None
    # "WILLIAM RHODES" in a headline is left: there a first name can't be told from other words.
    if before is None or len(span) > 1 or span.text.isupper():
        return False
    return is_given_name(before, given)


def settle_people(doc: Doc, found: Found, given: frozenset[str], casings: Casings) -> Found:
    """Drops names of states and places that are people's where nothing else in the article names the state.

    "Chad Miller runs a bakery", and "Jordan" after "Mary Jordan".
    """
    persons = {span.start for span, _ in found if _is_first_name(doc, span, casings)}
    surnames = (token for token in doc[1:] if token.lower_ in LAST_NAMES)
    last_names = {token.lower_ for token in surnames if is_given_name(token.nbor(-1), given)}
    if not persons and not last_names:
        return found

    def may_be_person(span: Span) -> bool:
        return span.start in persons or span.text.lower() in last_names

    others = {term.iso3 for span, term in found if not may_be_person(span)}
    return [(span, term) for span, term in found if term.iso3 in others or not may_be_person(span)]


def _is_first_name(doc: Doc, span: Span, casings: Casings) -> bool:
    """Whether a name is followed by what looks like a last name, in a sentence that is no headline."""
    if span.text.lower() not in FIRST_NAMES or span.end >= len(doc):
        return False
    start = sentence_start(doc, span.start)
    after = doc[span.end]
    if casings[start] != "mixed" or sentence_start(doc, span.end) != start or not after.is_alpha or not after.is_title:
        return False
    plain = sum(token.is_lower and token.is_alpha for token in after.sent)
    return after.lower_ not in BODIES and plain > len(after.sent) // 3


def settle_states(found: Found) -> Found:
    """Gives "Georgia", "Guinea" or "Congo" to the state of that name of which the article speaks.

    The other state must be named otherwise, and none of those beside which the first is meant; else the seeds decide.
    """
    by_sentence: dict[int, set[str]] = {}
    for span, term in found:
        if span.text.lower() not in NAMESAKES:
            by_sentence.setdefault(sentence_start(span.doc, span.start), set()).add(term.iso3)
    named = set().union(*by_sentence.values())
    settled = []
    for span, term in found:
        options = NAMESAKES.get(span.text.lower(), ())
        meant = [other for other in options if other.iso3 in named and not named & other.beside]
        if any(other.is_apart for other in meant):
            here = by_sentence.get(sentence_start(span.doc, span.start), set())
            meant = [other for other in meant if other.iso3 not in here]
        if len(meant) == 1:
            term = replace(term, iso3=meant[0].iso3, kind=meant[0].kind, match="any")  # noqa: PLW2901
        settled.append((span, term))
    return settled


def is_abbreviation(term: Term) -> bool:
    """Whether a term is a short abbreviation that other bodies may share ("SDF", "FSO")."""
    is_short = term.match in {"exact", "letters"} and len(term.surface) <= MAX_ABBREVIATION
    return is_short and term.kind in {"institution", "company"}


def needs_support(term: Term) -> bool:
    """Whether a term counts only where something else in the article names its state."""
    return is_abbreviation(term) and term.iso3 not in WELL_KNOWN


def strangers(doc: Doc, surnames: Container[str], taken: set[int], given: frozenset[str]) -> set[str]:
    """Leaders' surnames that the article gives to someone else in full ("Woody Johnson"), in lower case."""
    return {
        token.lower_
        for token in doc[1:]
        if token.lower_ in surnames
        and token.i not in taken
        and token.text.istitle()
        and is_given_name(token.nbor(-1), given)
    }
