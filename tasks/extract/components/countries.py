"""Countries by any name: names, demonyms, capitals, cities, institutions, companies, leaders in office, blocs."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token
from spacy.util import filter_spans

from tasks.extract.components.blocs import HALVES, implied_bloc, settle_blocs
from tasks.extract.components.caseless import is_pronoun, is_state_adjective, word_after
from tasks.extract.components.last_names import TITLES, begins_alone, ends_alone, stands_alone
from tasks.extract.components.namesakes import needs_support, settle_people, settle_places, settle_states, strangers
from tasks.extract.components.shared import settle_firms, settle_shared
from tasks.extract.extensions import MENTIONS, make_mention, sentence_start
from tasks.extract.gazetteer import MIN_SURNAME, Gazetteer, Term, fold, gazetteer

BLOCK = "block"
HYPHENS = frozenset("-–‐")
# How long before and after a term the news calls a head of state by the last name alone.
GRACE = timedelta(days=45)
# For how long where the article names the state otherwise.
LONG_GRACE = timedelta(days=3 * 365)
# Matches by exact letters. "letters" are no word, so that they count in text without case, too; "sole" are besides of
# one body alone, so that its state need not be named.
ABBREVIATIONS = frozenset({"exact", "letters", "sole"})
LABELS = {
    "leader": "person",
    "institution": "organisation",
    "company": "organisation",
    "city": "place",
    "region": "place",
}
# Titles that make the next word a leader's surname in text without case, too.
OFFICES = frozenset("president premier minister chancellor secretary king".split())


def _is_name_start(text: str) -> bool:
    first = text.removeprefix("the ").removeprefix("The ")[:1]
    return first.isupper() or first.isdigit()


def _casing(tokens: Iterable[str]) -> str:
    """How a sentence uses case: "upper", "lower" or "mixed"."""
    words = [token for token in tokens if token.isalpha() and len(token) > 1]
    if words and all(word.isupper() for word in words) and len(words) > 1:
        return "upper"
    return "mixed" if any(word[0].isupper() for word in words) else "lower"


def _fits_case(term: Term, span: Span, casing: str) -> bool:
    """Whether the letters of the text allow this reading.

    "context" and "named" are settled later, over the whole article.
    """
    surface = span.text
    if term.is_prefix and word_after(span) not in HYPHENS:
        return False
    if term.is_last_name and " " in surface:
        return _is_cased_here(term, span) if casing == "lower" else span[-1].text[:1].isupper()
    if term.match in ABBREVIATIONS:
        if casing == "lower":
            return term.match != "exact" and not is_pronoun(span)
        is_capitals = casing == "upper" and len(surface) > 2 and surface == term.surface.upper()
        return is_capitals or (surface == term.surface and not (casing == "upper" and is_pronoun(span)))
    if casing == "lower":
        return term.match != "cased" or _is_cased_here(term, span)
    return term.match in {"any", "named"} or _is_name_start(surface)


def _is_cased_here(term: Term, span: Span) -> bool:
    """Whether a name that is also a word is one in text without case: "polish ministers", "president carter"."""
    if term.kind == "leader":
        return span.start > 0 and span.doc[span.start - 1].lower_ in OFFICES
    return term.kind == "demonym" and is_state_adjective(span)


def _choose(terms: Iterable[Term], span: Span, casing: str, day: date | None) -> Term | None:
    """The reading that case and date allow; where dates exclude all, the one nearest to the present."""
    fitting = [term for term in terms if _fits_case(term, span, casing)]
    valid = [term for term in fitting if term.is_valid(day)]
    if valid:
        return valid[0]
    dated = [term for term in fitting if term.kind != "leader" and term.valid_to is None]
    if dated:
        return dated[0]
    # A former leader still stands for the state for some years, by full name only.
    near = [term for term in fitting if term.kind != "leader" or (term.is_near(day) and not term.is_last_name)]
    last = max(near, key=lambda term: (-term.days_from(day), term.valid_to or date.max), default=None)
    if last is not None and last.kind == "leader" and last.is_long_gone(day):
        return replace(last, match="named")  # counts where the article names the state otherwise
    return last


def find_names(doc: Doc, matcher: PhraseMatcher, names: Gazetteer) -> list[tuple[Span, Term]]:
    """Longest matches of the gazetteer's names with the reading chosen; blocking phrases give nothing.

    `doc` needs sentence boundaries. A span's reading depends on its sentence's case and on doc._.published_at.
    """
    casings = {sent.start: _casing(token.text for token in sent) for sent in doc.sents}
    readings: dict[tuple[int, int], Term] = {}
    for span in matcher(doc, as_spans=True):
        casing = casings[sentence_start(doc, span.start)]
        term = _choose(names.names.get(fold(span.text), ()), span, casing, doc._.published_at)
        if term is not None:
            readings[(span.start, span.end)] = term
    whole = [doc[start:end] for start, end in readings if sentence_start(doc, start) == sentence_start(doc, end - 1)]
    found = [(span, readings[(span.start, span.end)]) for span in _longest(doc, whole)]
    found = [pair for pair in found if pair[1].kind != BLOCK and _is_whole_name(*pair, casings)]
    placed = settle_places(doc, settle_firms(found), names.given, casings)
    people = settle_people(doc, placed, names.given, casings)
    owned = settle_shared(settle_states(people), names.names, doc._.published_at)
    return settle_blocs(doc, _settle_context(owned, casings), casings)


def _is_whole_name(span: Span, term: Term, casings: dict[int, str]) -> bool:
    """Whether a last name found as a name of its own ("Pena Nieto", "Stalin") is no part of somebody else's."""
    if not term.is_last_name:
        return True
    casing = casings[sentence_start(span.doc, span.start)]
    return begins_alone(span, casing) and ends_alone(span, casing)


def _longest(doc: Doc, spans: list[Span]) -> list[Span]:
    """The longest of spans that overlap. An article adds no length: "the North Korean" holds no "the North"."""
    bare = {(span.start + (span[0].lower_ == "the"), span.end): span for span in sorted(spans, key=len)}
    return [bare[(span.start, span.end)] for span in filter_spans([doc[start:end] for start, end in bare])]


def _settle_context(found: list[tuple[Span, Term]], casings: dict[int, str]) -> list[tuple[Span, Term]]:
    """Drops ambiguous forms that nothing in the article supports.

    An institution such as "Congress" needs its own state named, as does "the bloc"; a name such as "georgia" in text
    without case needs any unambiguous country in the article.
    """
    clear = {term.iso3 for _, term in found if term.match not in {"context", "named"} and not needs_support(term)}
    clear |= implied_bloc(found)

    def is_supported(span: Span, term: Term) -> bool:
        if needs_support(term) or term.match == "named":
            return term.iso3 in clear or span.text.lower() in HALVES
        if term.match != "context":
            return True
        if term.kind in {"institution", "company", "bloc"}:
            return term.iso3 in clear
        return bool(clear - {term.iso3}) or casings[sentence_start(span.doc, span.start)] != "lower"

    return [(span, term) for span, term in found if is_supported(span, term)]


def find_surnames(
    doc: Doc, names: Gazetteer, named: list[tuple[Span, Term]], introduced: dict[str, Term]
) -> list[tuple[Span, Term]]:
    """Leaders by surname alone, where date of office or an earlier full name shows who is meant.

    named: the mentions found so far. introduced: folded surname to the reading of persons named in full.
    """
    found = []
    taken = {i for span, _ in named for i in range(span.start, span.end)}
    states = {term.iso3 for _, term in named}
    others = strangers(doc, names.surnames, taken, names.given) - introduced.keys()
    carried = _carried(doc)
    casings = {sent.start: _casing(token.text for token in sent) for sent in doc.sents}
    for token in doc:
        terms, person = names.surnames.get(token.lower_, ()), introduced.get(token.lower_)
        if not (terms or person) or token.i in taken or token.lower_ in others or not _may_be_surname(token):
            continue
        casing = casings[sentence_start(doc, token.i)]
        if not stands_alone(doc, token.i, casing):
            continue
        span = doc[token.i : token.i + 1]
        term = _surname_term(terms, span, casing, doc._.published_at, person, states)
        if term is None:
            continue
        is_famous = term.is_head and casing == "mixed" and bool(states) and token.lower_ not in carried
        if term.match != "cased" or term.iso3 in states or is_famous or _is_known(doc, span, casing):
            found.append((span, term))
    return found


def _carried(doc: Doc) -> set[str]:
    """Last names that some capitalised word other than a title stands before: they may be anybody's, in lower case."""
    return {
        token.lower_
        for token in doc[1:]
        if token.text[:1].isupper()
        and doc[token.i - 1].text[:1].isupper()
        and doc[token.i - 1].lower_ not in TITLES
        and not doc[token.i - 1].is_stop
    }


def _is_known(doc: Doc, span: Span, casing: str) -> bool:
    """Whether a title stands before a surname that is also a word or a common name: then it is a leader's."""
    before = doc[span.start - 1] if span.start else None
    if before is None or before.lower_ not in TITLES or before.is_stop:
        return False
    return casing == "lower" or span.text[:1].isupper()


def _may_be_surname(token: Token) -> bool:
    """Whether a word is long enough: one of two letters must be no other word and written as a name ("Xi")."""
    if len(token.text) < MIN_SURNAME:
        return len(token.text) > 1 and token.text.istitle() and not token.is_stop
    return True


def _surname_term(
    terms: tuple[Term, ...], span: Span, casing: str, day: date | None, person: Term | None, states: set[str]
) -> Term | None:
    fitting = [term for term in terms if _fits_case(term, span, casing)]
    if person is not None:
        known = next((term for term in terms if term.iso3 == person.iso3), None)
        is_name = casing == "lower" or span.text[:1].isupper()
        return known or (person if is_name and not span[0].is_stop else None)
    if day is not None:
        in_office = sorted((term for term in fitting if term.is_valid(day)), key=lambda term: not term.is_head)
        fitting = in_office or [
            term for term in fitting if term.match == "any" and term.is_head and _is_about(term, day, states)
        ]
    # Without a date, or with two states' leaders of one name in office, nobody can be meant for sure.
    return fitting[0] if len({term.iso3 for term in fitting}) == 1 else None


def _is_about(term: Term, day: date, states: set[str]) -> bool:
    """Whether a day is close to a term of office: news of who is about to come, has just gone."""
    after = LONG_GRACE if term.iso3 in states else GRACE
    begins, ends = term.valid_from or date.min, term.valid_to or date.max
    return begins <= day + GRACE and day - after <= ends


def _to_mention(doc: Doc, span: Span, term: Term) -> Span:
    return make_mention(doc, span.start, span.end, LABELS.get(term.kind, "country"), term.iso3, term.kind)


def _boilerplate_tokens(doc: Doc) -> set[int]:
    """Tokens of datelines and by-lines: the places that they name are the reporter's."""
    if not doc._.boilerplate:
        return set()
    return {token.i for n, sent in enumerate(doc.sents) if n in doc._.boilerplate for token in sent}


class CountryFinder:
    """spaCy component: writes the countries of a Doc to doc.spans["mentions"]."""

    def __init__(self, nlp: Language) -> None:
        self.names = gazetteer()
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        self.matcher.add("COUNTRY", [nlp.make_doc(surface) for surface in self.names.surfaces])

    def __call__(self, doc: Doc) -> Doc:
        """Adds the mentions; the rest of the Doc stays as it is."""
        found = find_names(doc, self.matcher, self.names)
        leaders = [(span, term) for span, term in found if term.kind == "leader"]
        introduced = {fold((term.surname or span[-1].text).split()[-1]): term for span, term in leaders}
        found += find_surnames(doc, self.names, found, introduced)
        skipped = _boilerplate_tokens(doc)
        kept = [_to_mention(doc, *pair) for pair in found if pair[0].start not in skipped]
        doc.spans[MENTIONS] = sorted(kept, key=lambda span: span.start)
        return doc


@Language.factory("detente_countries")
def make_country_finder(nlp: Language, name: str) -> CountryFinder:
    """Factory of the component "detente_countries"."""
    return CountryFinder(nlp)
