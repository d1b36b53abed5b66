"""Money of each sentence, bound to its countries: the spaCy side of tasks.extract.money."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span

from tasks.extract.extensions import codable_sentences, mentions, sentence_start
from tasks.extract.money import FoundMoney, find_money, link_countries
from tasks.extract.money.carried import carry_currency
from tasks.extract.money.continued import LOOK_BACK, continue_links
from tasks.extract.money.events import states_of
from tasks.extract.money.grammar import has_cue
from tasks.extract.money.places import Mention
from tasks.extract.money.topic import topic_of

# The context of a currency word: the sentence's own countries, then the commonest of the article.
CONTEXT_STATES = 5
# States with a dollar of their own, and how their stories name it.
OWN_DOLLAR = {
    iso3: re.compile(rf"\b(?:{names}) (?:dlrs?|dollars?)\b|(?<![A-Za-z]){sign}\$", re.IGNORECASE)
    for iso3, names, sign in (
        ("CAN", "Canadian|Cdn|Can", "C"),
        ("AUS", "Australian|Aust|Aussie", "A"),
        ("NZL", r"New Zealand|NZ|N\.Z\.", "NZ"),
        ("HKG", r"Hong Kong|HK|H\.K\.", "HK"),
        ("SGP", "Singapore", "S"),
        ("TWN", r"Taiwan|NT|N\.T\.", "NT"),
    )
}
DOLLAR_MARK = re.compile(r"\b(?:U\.S\.|US|American) (?:dlrs|dollars)\b|\bUS\$", re.IGNORECASE)


def casing_of(text: str) -> str:
    """How a sentence uses case: "upper", "lower" or "mixed"."""
    if text.islower():
        return "lower"
    return "upper" if text.isupper() else "mixed"


def context_states(own: Sequence[Span], article: Sequence[Span]) -> list[str]:
    """Countries that may decide between currencies of one name, the likeliest first."""
    states = [span.kb_id_ for span in own if span.kb_id_]
    counts = Counter(span.kb_id_ for span in article if span.kb_id_)
    states += [iso3 for iso3, _ in counts.most_common(CONTEXT_STATES)]
    return list(dict.fromkeys(states))


def story_dollar(doc: Doc, found: Sequence[Span]) -> str | None:
    """The country whose dollar the article means by plain "dollars"; None for the United States.

    A story about Canada means Canadian dollars if it sets them apart from others ("U.S. dlrs", "C$"), or if it
    speaks of Canada more than once and never of the United States.
    """
    counts = Counter(span.kb_id_ for span in found if span.kb_id_)
    if not counts:
        return None
    top = counts.most_common(1)[0][0]
    if top not in OWN_DOLLAR:
        return None
    if DOLLAR_MARK.search(doc.text) or OWN_DOLLAR[top].search(doc.text):
        return top
    sentences = {sentence_start(doc, span.start) for span in found if span.kb_id_ == top}
    return top if "USA" not in counts and len(sentences) > 1 else None


def own_mentions(sent: Span, found: Sequence[Span]) -> list[Span]:
    """The mentions that stand in the sentence."""
    return [span for span in found if sent.start <= span.start < sent.end]


def as_places(sent: Span, own: Sequence[Span]) -> list[Mention]:
    """Mentions by characters of their sentence: start, end, state and kind."""
    offset = sent.start_char
    return [(span.start_char - offset, span.end_char - offset, span.kb_id_, span.id_) for span in own]


def read_sentence(
    doc: Doc,
    number: int,
    sent: Span,
    found: Sequence[Span],
    dollar: str | None,
    earlier: Sequence[FoundMoney] = (),
    topic: str | None = None,
) -> list[FoundMoney]:
    """The amounts of one sentence, offsets in characters of doc.text.

    dollar: as `story_dollar`; earlier: the amounts of the sentences before; topic: the state that these speak of.
    """
    text, offset = sent.text, sent.start_char
    if not has_cue(text):
        return []
    own = own_mentions(sent, found)
    published: date | None = doc._.published_at
    context = context_states(own, found)
    amounts = find_money(text, casing=casing_of(text), published=published, context_iso3=context, dollar_iso3=dollar)
    places = as_places(sent, own)
    events = doc._.relations or ()
    relations = [
        replace(relation, evidence=(relation.evidence[0] - offset, relation.evidence[1] - offset))
        for relation in events
        if relation.sentence_no == number
    ]
    before = [relation for relation in events if number - LOOK_BACK <= relation.sentence_no < number]
    linked = link_countries(amounts, places, relations, text=text, topic=topic)
    named = [(start, iso3) for start, _, iso3, _ in places if iso3]
    linked = continue_links(linked, named, earlier, before, text=text, number=number)
    return [_in_doc(one, offset, number) for one in linked]


def _in_doc(one: FoundMoney, offset: int, number: int) -> FoundMoney:
    """The amount of a sentence that begins at the character `offset`, by its place in the Doc."""
    twin = (one.twin[0] + offset, one.twin[1] + offset) if one.twin else None
    return replace(one, start=one.start + offset, end=one.end + offset, twin=twin, sentence=number)


class MoneyFinder:
    """spaCy component: writes the monetary figures of a Doc to doc._.money."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the codable sentences; needs mentions, uses relations where there are any."""
        found = mentions(doc)
        dollar = story_dollar(doc, found)
        amounts: list[FoundMoney] = []
        topic, age = None, 0
        for number, sent in codable_sentences(doc):
            own = read_sentence(doc, number, sent, found, dollar, amounts, topic)
            amounts += own
            spoken_of = topic_of(sent.text, as_places(sent, own_mentions(sent, found)))
            if topic in set().union(*map(states_of, own)):
                spoken_of = topic  # its money still goes by whoever was spoken of
            age = 0 if spoken_of else age + 1
            topic = spoken_of or (topic if age < LOOK_BACK else None)
        doc._.money = carry_currency(doc.text, amounts)
        return doc


@Language.factory("detente_money")
def make_money_finder(nlp: Language, name: str) -> MoneyFinder:
    """Factory of the component "detente_money"."""
    return MoneyFinder()
