"""Anaphora: "the two countries", "both sides", "they", where the text leaves one pair to mean; "he" for a speaker."""

import re
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from tasks.extract.components.caseless import word_before
from tasks.extract.extensions import add_mentions, by_sentence, codable_sentences, make_mention, mentions

# Said of two states, whoever they are.
PLURAL = re.compile(
    r"\b(?:(?:the|these|those|our|their)\s+two\s+(?:\w+\s+)?"
    r"(?:countries|nations|sides|governments|states|neighbou?rs|allies|powers|leaders|capitals|rivals|parties|ministers)"
    r"|both\s+(?:the\s+)?(?:countries|nations|sides|governments|states|neighbou?rs|leaders|capitals|parties|ministers)"
    r"|bilateral|each\s+other)\b",
    re.IGNORECASE,
)
# Pronouns at the head of a sentence only: further in they mean too many other things.
PRONOUN = re.compile(r"^\W*(?:but\s+|and\s+|however,?\s+)?(they|the\s+two|both)\b", re.IGNORECASE)
# Said of a person at the head of a sentence or before a verb of speech.
SPEAKER = re.compile(
    r"^\W*(?:but\s+|and\s+|later\s+|however,?\s+)?(he|she)\b"
    r"|\b(he|she)\s+(?:said|says|added|told|warned|noted|also|called|urged|repeated|declared|stressed)\b",
    re.IGNORECASE,
)
# Divided states by one name: "the two Koreas". Without such a word before it, it is one state's possessive that has
# lost its mark ("chinas economy"), as are "the congos army" and "the sudans army", whose states may have "the".
PAIR = frozenset({"two", "both", "divided", "rival"})
WITH_THE = frozenset({"congos", "sudans"})
TWINS = {
    "koreas": ("KOR", "PRK"),
    "germanys": ("DDR", "DEU"),
    "germanies": ("DDR", "DEU"),
    "chinas": ("CHN", "TWN"),
    "congos": ("COD", "COG"),
    "sudans": ("SDN", "SSD"),
    "yemens": ("YEM", "YMD"),
}
PERSON_KINDS = frozenset({"leader", "person"})
LOOK_BACK = 2
# Words between the two names of a pair such as "Russia and its neighbour Pakistan".
MAX_GAP = 5


@dataclass(frozen=True)
class Named:
    """The states that a sentence names or means, and whether it joins two of them ("Russia and Pakistan")."""

    states: tuple[str, ...]
    is_joint: bool


def _named(found: list[Span]) -> Named:
    states = tuple(dict.fromkeys(span.kb_id_ for span in found if span.kb_id_))
    joint = any(
        one.kb_id_ != two.kb_id_ and two.start - one.end <= MAX_GAP and "and" in _words(one.doc[one.end : two.start])
        for one, two in pairwise(found)
    )
    return Named(states, joint)


def _words(span: Span) -> set[str]:
    return {token.lower_ for token in span}


def find_antecedents(own: Named, before: list[Named], is_pronoun: bool = False) -> tuple[str, ...]:
    """The states that a plural expression means beside those that its own sentence names; () where it isn't clear.

    before: what each earlier sentence names, nearest first. A sentence that names two states needs no antecedent. Else
    the nearest sentence of the last two that names any state must name exactly two, the sentence's own among them; for
    a bare pronoun it must also join the two.
    """
    if len(own.states) >= 2:
        return ()
    nearest = next((named for named in before[:LOOK_BACK] if named.states), None)
    if nearest is None or len(nearest.states) != 2 or (is_pronoun and not nearest.is_joint):
        return ()
    if own.states and own.states[0] not in nearest.states:
        return ()
    return tuple(state for state in nearest.states if state not in own.states)


def find_anaphora(doc: Doc) -> list[Span]:
    """Mentions of kind "anaphor": one for each state that a plural expression stands for."""
    places = by_sentence(doc, mentions(doc))
    found: list[Span] = []
    before: list[Named] = []
    for _, sent in codable_sentences(doc):
        own = _named(places.get(sent.start, []))
        plural, pronoun = PLURAL.search(sent.text), PRONOUN.search(sent.text)
        resolved = find_antecedents(own, before, is_pronoun=plural is None) if plural or pronoun else ()
        if resolved:
            span = _matched(sent, plural or pronoun)
            found += [make_mention(doc, span.start, span.end, "country", iso3, "anaphor") for iso3 in resolved]
            # A resolved sentence carries its pair on, so that a chain of "they" keeps its antecedent.
            own = Named((*own.states, *resolved), True)
        before = [own, *before[: LOOK_BACK - 1]]
    return found + find_speakers(doc, places) + find_twins(doc)


def find_twins(doc: Doc) -> list[Span]:
    """Mentions for "the two Koreas" and the like: one for each of the two."""
    return [
        make_mention(doc, token.i, token.i + 1, "country", iso3, "anaphor")
        for _, sent in codable_sentences(doc)
        for token in sent
        if token.lower_ in TWINS and _means_pair(doc[token.i : token.i + 1])
        for iso3 in TWINS[token.lower_]
    ]


def _means_pair(span: Span) -> bool:
    before = word_before(span)
    return before in PAIR or (before == "the" and span.text.lower() not in WITH_THE)


def find_speakers(doc: Doc, places: dict[int, list[Span]]) -> list[Span]:
    """Mentions for "he" and "she": the state of the person whom the last sentence that names one names first."""
    found: list[Span] = []
    speaker, age = "", 0
    for _, sent in codable_sentences(doc):
        persons = [span for span in places.get(sent.start, []) if span.id_ in PERSON_KINDS]
        match = SPEAKER.search(sent.text)
        if match and speaker and age < LOOK_BACK and not persons:
            span = _matched(sent, match)
            found.append(make_mention(doc, span.start, span.end, "person", speaker, "anaphor"))
            age = -1  # whoever is still spoken of stays in mind
        if persons:
            speaker, age = persons[0].kb_id_, 0
        else:
            age += 1
    return found


def _matched(sent: Span, match: re.Match[str] | None) -> Span:
    """The tokens of a match in the sentence's text."""
    start, end = match.span(match.lastindex or 0) if match else (0, 1)
    return sent.char_span(start, end, alignment_mode="expand") or sent[:1]


@Language.component("detente_anaphora")
def add_anaphora(doc: Doc) -> Doc:
    """Adds the anaphors to doc.spans["mentions"]; needs the countries first."""
    add_mentions(doc, find_anaphora(doc))
    return doc
