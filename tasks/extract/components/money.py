"""Money of each sentence, bound to its countries: the spaCy side of tasks.extract.money."""

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from tasks.extract.extensions import by_sentence, codable_sentences, mentions, sentence_start, text_of
from tasks.extract.money import FoundMoney, find_money, link_countries
from tasks.extract.money.carried import carry_currency
from tasks.extract.money.continued import LOOK_BACK, continue_links
from tasks.extract.money.events import states_of
from tasks.extract.money.grammar import has_cue
from tasks.extract.money.places import Mention
from tasks.extract.money.topic import topic_of
from tasks.extract.stretches import LONGEST, stretches

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


def common_states(found: Sequence[Span]) -> list[str]:
    """The states that an article names most often, those first."""
    counts = Counter(span.kb_id_ for span in found if span.kb_id_)
    return [iso3 for iso3, _ in counts.most_common(CONTEXT_STATES)]


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
    text = text_of(doc)
    if DOLLAR_MARK.search(text) or OWN_DOLLAR[top].search(text):
        return top
    sentences = {sentence_start(doc, span.start) for span in found if span.kb_id_ == top}
    return top if "USA" not in counts and len(sentences) > 1 else None


def main_state(found: Sequence[Span]) -> str | None:
    """The state that more than half of an article's mentions name, or None."""
    counts = Counter(span.kb_id_ for span in found if span.kb_id_)
    return next((iso3 for iso3, count in counts.items() if 2 * count > counts.total()), None)


@dataclass(frozen=True)
class Part:
    """A sentence, or a stretch of one that is too long to be one; `start` is in characters of the Doc.

    number: counts the parts of the article from 0. own: the mentions that stand in it.
    """

    number: int
    start: int
    text: str
    own: Sequence[Span]

    @property
    def places(self) -> list[Mention]:
        """Its mentions by characters of its text: start, end, state and kind."""
        return [(span.start_char - self.start, span.end_char - self.start, span.kb_id_, span.id_) for span in self.own]


def read_parts(doc: Doc, found: Sequence[Span]) -> Iterator[Part]:
    """The codable sentences in order, overlong ones in stretches that cut neither a mention nor an amount."""
    text = text_of(doc)
    numbers = count()
    named = by_sentence(doc, found)
    for _, sent in codable_sentences(doc):
        whole = (sent.start_char, sent.end_char)
        own = named.get(sent.start, [])
        taken = [(span.start_char, span.end_char) for span in own]
        if whole[1] - whole[0] > LONGEST:
            amounts = _find(doc, sent.text, [], None)
            taken += [(one.start + whole[0], one.end + whole[0]) for one in amounts]
        begins = [span.start_char for span in own]
        for start, end in stretches(text, whole, taken):
            mine = own[bisect_left(begins, start) : bisect_left(begins, end)]
            yield Part(next(numbers), start, text[start:end], mine)


class Events:
    """The relations of a Doc by where their evidence stands."""

    def __init__(self, relations: Sequence[Any]) -> None:
        placed = [(sum(one.evidence) // 2, number, one) for number, one in enumerate(relations)]
        self._placed = sorted(placed, key=lambda one: one[:2])
        self._middles = [middle for middle, _, _ in self._placed]

    def within(self, parts: Iterable[Part]) -> list[Any]:
        """Those whose evidence has its middle in one of the parts, in their own order."""
        held = [one for part in parts for one in self._placed[slice(*self._reach(part))]]
        return [one for _, _, one in sorted(held, key=lambda one: one[1])]

    def _reach(self, part: Part) -> tuple[int, int]:
        return bisect_left(self._middles, part.start), bisect_left(self._middles, part.start + len(part.text))


@dataclass(frozen=True)
class Whole:
    """What the whole article says of its money.

    common: as `common_states`; dollar: as `story_dollar`; main: as `main_state`; events: its relations.
    """

    common: Sequence[str]
    dollar: str | None
    main: str | None
    events: Events


def read_part(
    doc: Doc,
    part: Part,
    whole: Whole,
    before: Sequence[Part] = (),
    earlier: Sequence[FoundMoney] = (),
    topic: str | None = None,
) -> list[FoundMoney]:
    """The amounts of one part, offsets in characters of doc.text.

    before: the parts just before; earlier: the amounts of all before; topic: the state that these speak of.
    """
    if not has_cue(part.text):
        return []
    # Countries that may decide between currencies of one name, the likeliest first.
    states = dict.fromkeys([span.kb_id_ for span in part.own if span.kb_id_] + list(whole.common))
    amounts = _find(doc, part.text, list(states), whole.dollar)
    relations = [_in_part(relation, part) for relation in whole.events.within([part])]
    told = whole.events.within(before)
    linked = link_countries(amounts, part.places, relations, text=part.text, topic=topic, main=whole.main)
    named = [(start, iso3) for start, _, iso3, _ in part.places if iso3]
    linked = continue_links(linked, named, earlier, told, text=part.text, number=part.number)
    return [_in_doc(one, part) for one in linked]


def _find(doc: Doc, text: str, context: Sequence[str], dollar: str | None) -> list[FoundMoney]:
    published: date | None = doc._.published_at
    casing = casing_of(text)
    return find_money(text, casing=casing, published=published, context_iso3=context, dollar_iso3=dollar)


def _in_part(relation: Any, part: Part) -> Any:
    """The FoundRelation with its evidence in characters of the part."""
    start, end = relation.evidence
    return replace(relation, evidence=(start - part.start, end - part.start))


def _in_doc(one: FoundMoney, part: Part) -> FoundMoney:
    """The amount of a part by its place in the Doc."""
    twin = (one.twin[0] + part.start, one.twin[1] + part.start) if one.twin else None
    return replace(one, start=one.start + part.start, end=one.end + part.start, twin=twin, sentence=part.number)


class MoneyFinder:
    """spaCy component: writes the monetary figures of a Doc to doc._.money."""

    def __call__(self, doc: Doc) -> Doc:
        """Reads the codable sentences; needs mentions, uses relations where there are any."""
        found = mentions(doc)
        whole = Whole(common_states(found), story_dollar(doc, found), main_state(found), Events(doc._.relations or ()))
        amounts: list[FoundMoney] = []
        before: deque[Part] = deque(maxlen=LOOK_BACK)
        topic, age = None, 0
        for part in read_parts(doc, found):
            own = read_part(doc, part, whole, before, amounts, topic)
            amounts += own
            spoken_of = topic_of(part.text, part.places)
            if topic in set().union(*map(states_of, own)):
                spoken_of = topic  # its money still goes by whoever was spoken of
            age = 0 if spoken_of else age + 1
            topic = spoken_of or (topic if age < LOOK_BACK else None)
            before.append(part)
        doc._.money = carry_currency(text_of(doc), amounts)
        return doc


@Language.factory("detente_money")
def make_money_finder(nlp: Language, name: str) -> MoneyFinder:
    """Factory of the component "detente_money"."""
    return MoneyFinder()
