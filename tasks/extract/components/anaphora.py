"""Plural anaphora: "the two countries", "both sides", "they" where the text leaves one pair to mean."""

import re

from spacy.language import Language
from spacy.tokens import Doc, Span

from tasks.extract.extensions import MENTIONS, codable_sentences, make_mention, mentions

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
LOOK_BACK = 2


def _distinct(found: list[Span]) -> list[str]:
    return list(dict.fromkeys(span.kb_id_ for span in found if span.kb_id_ and span.id_ != "anaphor"))


def find_antecedents(own: list[str], before: list[list[str]]) -> tuple[str, ...]:
    """The pair that a plural expression means, or () where it isn't clear.

    own: states named in the sentence; before: states named in each earlier sentence, nearest first. A sentence that
    names two states or more needs no anaphor. With one named, its partner is the only other state of the nearest
    sentence that names both; with none, the nearest sentence that names exactly two gives the pair.
    """
    if len(own) >= 2:
        return ()
    for states in before[:LOOK_BACK]:
        if len(states) == 2 and (not own or own[0] in states):
            return tuple(state for state in states if state not in own)
        if len(states) > 2:
            return ()
    return ()


def find_anaphora(doc: Doc) -> list[Span]:
    """Mentions of kind "anaphor": one for each state that a plural expression stands for."""
    by_sentence: dict[int, list[Span]] = {}
    starts = {sent.start: number for number, sent in codable_sentences(doc)}
    for span in mentions(doc):
        number = starts.get(span.sent.start)
        if number is not None:
            by_sentence.setdefault(number, []).append(span)
    found: list[Span] = []
    before: list[list[str]] = []
    for number, sent in codable_sentences(doc):
        own = _distinct(by_sentence.get(number, []))
        match = PLURAL.search(sent.text) or PRONOUN.search(sent.text)
        resolved = find_antecedents(own, before) if match else ()
        span = sent.char_span(*match.span(), alignment_mode="expand") if match and resolved else None
        if span is not None:
            found += [make_mention(doc, span.start, span.end, "country", iso3, "anaphor") for iso3 in resolved]
        # A resolved sentence carries its pair on, so that a chain of "they" keeps its antecedent.
        before.insert(0, own if not resolved else [*own, *resolved])
    return found


@Language.component("detente_anaphora")
def add_anaphora(doc: Doc) -> Doc:
    """Adds the anaphors to doc.spans["mentions"]; needs the countries first."""
    doc.spans[MENTIONS] = sorted([*mentions(doc), *find_anaphora(doc)], key=lambda span: span.start)
    return doc
