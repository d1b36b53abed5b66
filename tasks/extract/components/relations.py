"""Directed relations between the countries of a sentence, by the trained model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, count
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from seeds.reader import read_countries, read_events
from tasks.clean.text import profile_of
from tasks.extract.carry import (
    LOOK_BACK,
    Passage,
    around,
    carried_pairs,
    carried_states,
    make_passage,
    nearest,
    whole_sentence,
)
from tasks.extract.coherence import Answered, Question, reconsider
from tasks.extract.encoding import Encoded, Tokens, encode, tokenize
from tasks.extract.extensions import by_sentence, codable_sentences, mentions, text_of
from tasks.extract.model import Prediction, RelationModel
from tasks.extract.stretches import stretches

# A list of more states than this in one sentence is a table or a list of members, not a story of pairs.
MAX_STATES = 8
EVIDENCE_FLOOR = 0.5
HAS_LETTER = re.compile(r"[^\W\d_]")
THRESHOLDS = {"named": "threshold", "carried": "carried_threshold", "unnamed": "unnamed_threshold"}

CharSpan = tuple[int, int]


@dataclass(frozen=True)
class FoundRelation:
    """One event between two states; `evidence` is a character span of the Doc's text."""

    source: str
    target: str
    is_symmetric: bool
    event: str
    quad: str
    context: str
    status: str
    score: float
    sentence_no: int
    evidence: CharSpan


@dataclass(frozen=True)
class Candidate:
    """Two states named in one sentence, or one or both of them carried into it from before.

    `passage` is what the model reads; `actors` are character spans in the Doc that name the two in what it asks about;
    the state named first is `first`, before one that is carried. `place` numbers the sentence or the stretch of one,
    `span` is where that stands in the Doc, and `states` are those that it names. `is_alone`: nothing else stands in the
    Doc; `is_bare`: the Doc has no punctuation and one case, so that a stretch may hold several sentences.
    """

    sentence_no: int
    first: str
    second: str
    actors: tuple[CharSpan, ...]
    passage: Passage
    encoded: Encoded
    place: int
    span: CharSpan
    states: tuple[str, ...]
    is_alone: bool = False
    is_bare: bool = False

    @property
    def kind(self) -> str:
        """Whether the sentence names both ("named"), the first alone ("carried") or neither ("unnamed")."""
        if not self.passage.focus:
            return "named"
        return "carried" if self.actors else "unnamed"


@dataclass(frozen=True)
class _Sentence:
    """A sentence or a stretch of it and, in order of the text, its states; spans are in characters of the Doc.

    is_alone, is_bare: as of a Candidate.
    """

    number: int
    span: CharSpan
    states: dict[str, list[CharSpan]]
    place: int
    is_alone: bool = False
    is_bare: bool = False


def find_candidates(doc: Doc) -> Iterator[Candidate]:
    """Every two states that a sentence names or may mean, encoded for the model."""
    text = text_of(doc)
    parts = list(_read_sentences(doc, text))
    is_alone, is_bare = len(parts) == 1, _is_bare(text)
    parts = [replace(part, is_alone=is_alone, is_bare=is_bare) for part in parts]
    for part in parts:
        if len(part.states) <= MAX_STATES:
            before = parts[max(0, part.place - LOOK_BACK) : part.place][::-1]
            yield from _named_candidates(text, part)
            yield from _carried_candidates(text, part, before)
            yield from _unnamed_candidates(text, part, before)


def _is_bare(text: str) -> bool:
    profile = profile_of(text)
    return not profile.has_punctuation and profile.casing != "mixed"


def _read_sentences(doc: Doc, text: str) -> Iterator[_Sentence]:
    """The Doc's sentences and stretches in their order."""
    states = by_sentence(doc, (span for span in mentions(doc) if span.kb_id_))
    places = count()
    for number, sent in codable_sentences(doc):
        yield from _read_parts(text, number, sent, states.get(sent.start, []), places)


def _read_parts(text: str, number: int, sent: Span, own: Sequence[Span], numbers: Iterator[int]) -> Iterator[_Sentence]:
    """The sentence, or its stretches where it is too long to be one; numbers: of the parts of the article."""
    places = [(span.start_char, span.end_char) for span in own]
    for start, end in stretches(text, (sent.start_char, sent.end_char), places):
        states: dict[str, list[CharSpan]] = {}
        for span, place in zip(own, places, strict=True):
            if start <= place[0] and place[1] <= end:
                states.setdefault(span.kb_id_, []).append(place)
        yield _Sentence(number, (start, end), states, next(numbers))


def _named_candidates(text: str, sentence: _Sentence) -> Iterator[Candidate]:
    read = cache(tokenize)  # the pairs of a sentence share its passage
    for first, second in combinations(sentence.states, 2):
        if not is_same_state(first, second):
            passage = whole_sentence(text, _asked_span(text, sentence, first, second))
            yield _candidate(sentence, first, second, passage, read(passage.text), [sentence])


def _carried_candidates(text: str, sentence: _Sentence, before: Sequence[_Sentence]) -> Iterator[Candidate]:
    read = cache(tokenize)
    for carried in carried_states(list(sentence.states), [list(one.states) for one in before]):
        naming = before[carried.back - 1]
        for own in sentence.states:
            if not is_same_state(own, carried.state):
                asked = _asked_span(text, sentence, own)
                passage = make_passage(text, naming.span, naming.states[carried.state][-1], asked)
                yield _candidate(sentence, own, carried.state, passage, read(passage.text), [*before[::-1], sentence])


def _asked_span(text: str, sentence: _Sentence, *states: str) -> CharSpan:
    """The sentence; of a stretch of a bare text what stands around one state or around two where they are nearest."""
    if not sentence.is_bare:
        return sentence.span
    named = [sentence.states[state] for state in states]
    return around(text, sentence.span, nearest(*named) if len(named) > 1 else named[0][:1])


def _unnamed_candidates(text: str, sentence: _Sentence, before: Sequence[_Sentence]) -> Iterator[Candidate]:
    """Two carried states, for a sentence that names none: "They agreed to meet again"."""
    if sentence.states:
        return
    for first, second in carried_pairs([list(one.states) for one in before]):
        naming = before[max(first.back, second.back) - 1]
        # The earlier naming of what the farther sentence names, so that the passage holds both.
        mention = min(naming.states[one.state][-1] for one in (first, second) if one.state in naming.states)
        passage = make_passage(text, naming.span, mention, sentence.span)
        is_read = all(passage.within(_named(before, one.state)) for one in (first, second))
        if is_read and not is_same_state(first.state, second.state):
            tokens = tokenize(passage.text)
            yield _candidate(sentence, first.state, second.state, passage, tokens, [*before[::-1], sentence])


def _named(before: Sequence[_Sentence], state: str) -> list[CharSpan]:
    return [span for one in before for span in one.states.get(state, ())]


def _candidate(
    sentence: _Sentence, first: str, second: str, passage: Passage, tokens: Tokens, read: Sequence[_Sentence]
) -> Candidate:
    """The candidate with the marked mentions of all sentences of the passage."""
    spans = [(code, span) for one in read for code, found in one.states.items() for span in found]
    sides = [[span for code, span in spans if code == wanted] for wanted in (first, second)]
    others = [span for code, span in spans if code not in (first, second)]
    here, there, rest = (passage.within(found) for found in (*sides, others))
    named = [code for code in (first, second) if code in sentence.states]
    return Candidate(
        sentence_no=sentence.number,
        first=first,
        second=second,
        actors=tuple(_first_within(passage.asked, sentence.states[code]) for code in named),
        passage=passage,
        encoded=encode(tokens, here, there, rest, passage.focus),
        place=sentence.place,
        span=sentence.span,
        states=tuple(sentence.states),
        is_alone=sentence.is_alone,
        is_bare=sentence.is_bare,
    )


def _first_within(asked: CharSpan, spans: Sequence[CharSpan]) -> CharSpan:
    return next(span for span in spans if asked[0] <= span[0] and span[1] <= asked[1])


def is_same_state(one: str, two: str) -> bool:
    """Whether one state is the other's successor: Russia has no relations with the Soviet Union."""
    countries = read_countries()
    return any(code in countries and countries[code].successor == other for code, other in ((one, two), (two, one)))


def settings(config: dict[str, Any], is_bare: bool) -> dict[str, Any]:
    """The model's config with what is its own for bare texts, where a text is bare."""
    return config | config["bare"] if is_bare else config


def threshold(found: Candidate, config: dict[str, Any]) -> float:
    """What the probability that the pair does anything must reach."""
    return float(settings(config, found.is_bare)[THRESHOLDS[found.kind]])


def further_threshold(found: Candidate, config: dict[str, Any]) -> float:
    """What the probability of a further event of a pair must reach; more where a sentence stands alone.

    Coders give a lone sentence the one event that it is about, and an article's sentence each that it tells.
    """
    return float(config["alone_further_threshold" if found.is_alone else "further_threshold"])


def read_prediction(found: Candidate, said: Prediction, config: dict[str, Any]) -> list[FoundRelation]:
    """The likeliest event of a pair that is sure enough to do anything, and further ones that are sure enough alone."""
    relations: list[FoundRelation] = []
    likeliest = said.events.max()
    if said.pair < threshold(found, config) or not likeliest:
        return relations
    further = further_threshold(found, config)
    for column, event in enumerate(config["events"]):
        scores = said.events[:, column]
        row = int(scores.argmax())
        if scores[row] < further and scores[row] != likeliest:
            continue
        relations.append(_relation(found, said, config, row, column, event))
        # Both ways at once ("traded accusations") are two directed relations.
        other = {0: 1, 1: 0}.get(row)
        if other is not None and scores[other] >= further:
            relations.append(_relation(found, said, config, other, column, event))
    return relations


def _relation(
    found: Candidate, said: Prediction, config: dict[str, Any], row: int, column: int, event: str
) -> FoundRelation:
    direction = config["directions"][row]
    source, target = (found.second, found.first) if direction == "backward" else (found.first, found.second)
    is_symmetric = direction == "symmetric"
    if is_symmetric:
        source, target = sorted((source, target))
    return FoundRelation(
        source=source,
        target=target,
        is_symmetric=is_symmetric,
        event=event,
        quad=read_events()[event].quad,
        context=config["contexts"][int(said.context.argmax())],
        status=config["statuses"][int(said.status[column].argmax())],
        score=round(float(said.events[row, column]), 4),
        sentence_no=found.sentence_no,
        evidence=evidence_span(found, said.evidence),
    )


def evidence_span(found: Candidate, evidence: np.ndarray) -> CharSpan:
    """The stretch of the sentence that the model marks, in whole words, or from one actor to the other.

    In characters of the Doc. A sentence that names neither is its own evidence where the model marks nothing.
    """
    marked = [
        span
        for span, score in zip(found.encoded.offsets, evidence, strict=True)
        if span is not None and span[0] >= found.passage.focus and score >= EVIDENCE_FLOOR
    ]
    if marked:
        start, end = _whole_words(found.passage.text, _around(marked))
        if HAS_LETTER.search(found.passage.text, start, end):
            return start + found.passage.start, end + found.passage.start
    return _around(found.actors or (found.span,))


def _around(spans: Sequence[CharSpan]) -> CharSpan:
    return min(start for start, _ in spans), max(end for _, end in spans)


def _whole_words(text: str, span: CharSpan) -> CharSpan:
    """The span with the rest of the words that it begins and ends in: the model marks pieces of words."""
    start, end = span
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def choose_event(said: Prediction, config: dict[str, Any]) -> dict[str, Any]:
    """The one class of a given source and target (the record's `pairs`)."""
    event = config["events"][int(said.choice.argmax())]
    return {"event": event, "quad": read_events()[event].quad, "score": round(float(said.choice.max()), 4)}


def encode_given(text: str, source: CharSpan | None, target: CharSpan | None) -> Encoded:
    """Model input for a pair whose spans are given; a side that the text leaves unnamed has none."""
    return encode(tokenize(text), [source] if source else [], [target] if target else [])


def ask(found: Sequence[Candidate], model: RelationModel, text: str) -> list[Prediction | None]:
    """The model's answer to each candidate of a Doc with this text, with the whole article in view.

    None where the gate is sure that the two do nothing.
    """
    said = [model.find(one.encoded) for one in found]
    questions = questions_of(found, text)
    answered = [(k, one) for k, one in enumerate(said) if one is not None]
    answers = [Answered(questions[k], one.events, one.gate) for k, one in answered]
    weights = settings(model.config, any(one.is_bare for one in found))["coherence"]
    seen = reconsider(questions, answers, weights)
    for (k, one), (pair, events) in zip(answered, seen, strict=True):
        said[k] = replace(one, pair=pair, events=events)
    return said


def questions_of(candidates: Sequence[Candidate], text: str) -> list[Question]:
    """What the second look takes of each candidate of a Doc with this text."""
    return [
        Question(one.kind, one.first, one.second, one.place, one.states, text[slice(*one.span)]) for one in candidates
    ]


class RelationFinder:
    """spaCy component: writes the relations of a Doc to doc._.relations."""

    def __init__(self, model: RelationModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """Asks the model about every pair that a sentence names or may mean."""
        best: dict[tuple[object, ...], FoundRelation] = {}
        candidates = list(find_candidates(doc))
        for found, said in zip(candidates, ask(candidates, self.model, text_of(doc)), strict=True):
            for one in read_prediction(found, said, self.model.config) if said else ():
                # Stretches of one sentence may tell the same: the surest stands.
                key = (one.sentence_no, one.source, one.target, one.is_symmetric, one.event)
                if key not in best or best[key].score < one.score:
                    best[key] = one
        doc._.relations = list(best.values())
        return doc


@Language.factory("detente_relations", default_config={"threads": 1})
def make_relation_finder(nlp: Language, name: str, threads: int) -> RelationFinder:
    """Factory of the component "detente_relations"."""
    return RelationFinder(RelationModel(threads=threads))
