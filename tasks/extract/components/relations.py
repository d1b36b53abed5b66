"""Directed relations between the countries of a sentence, by the trained model."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from seeds.reader import read_countries, read_events
from tasks.extract.encoding import Encoded, Tokens, encode, tokenize
from tasks.extract.extensions import codable_sentences, mentions
from tasks.extract.model import Prediction, RelationModel

# A list of more states than this in one sentence is a table or a list of members, not a story of pairs.
MAX_STATES = 8
MAX_SENTENCE = 2_000
EVIDENCE_FLOOR = 0.5

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
    """Two states named in one sentence. Spans are relative to the sentence; the state named first is `first`."""

    sentence_no: int
    start: int
    first: str
    second: str
    spans: tuple[tuple[CharSpan, ...], tuple[CharSpan, ...]]
    encoded: Encoded


def find_candidates(doc: Doc) -> Iterator[Candidate]:
    """Every two states that a sentence names or means, encoded for the model."""
    by_sentence: dict[int, list[Span]] = {}
    for span in mentions(doc):
        if span.kb_id_:
            by_sentence.setdefault(span.sent.start, []).append(span)
    for number, sent in codable_sentences(doc):
        own = by_sentence.get(sent.start, [])
        if len({span.kb_id_ for span in own}) > 1 and len(sent.text) <= MAX_SENTENCE:
            yield from _sentence_candidates(number, sent, own)


def _sentence_candidates(number: int, sent: Span, own: Sequence[Span]) -> Iterator[Candidate]:
    start = sent.start_char
    states: dict[str, list[CharSpan]] = {}
    for span in own:
        states.setdefault(span.kb_id_, []).append((span.start_char - start, span.end_char - start))
    if len(states) > MAX_STATES:
        return
    tokens = tokenize(sent.text)
    for first, second in combinations(states, 2):
        if is_same_state(first, second):
            continue
        others = [span for code, spans in states.items() if code not in (first, second) for span in spans]
        spans = (tuple(states[first]), tuple(states[second]))
        yield Candidate(number, start, first, second, spans, encode(tokens, *spans, others))


def is_same_state(one: str, two: str) -> bool:
    """Whether one state is the other's successor: Russia has no relations with the Soviet Union."""
    countries = read_countries()
    return any(code in countries and countries[code].successor == other for code, other in ((one, two), (two, one)))


def read_prediction(found: Candidate, said: Prediction, config: dict[str, Any]) -> list[FoundRelation]:
    """The relations whose probability reaches the model's threshold, at most one direction for each event."""
    relations = []
    for column, event in enumerate(config["events"]):
        scores = said.events[:, column]
        row = int(scores.argmax())
        if scores[row] < config["threshold"]:
            continue
        relations.append(_relation(found, said, config, row, column, event))
        # Both ways at once ("traded accusations") are two directed relations.
        other = {0: 1, 1: 0}.get(row)
        if other is not None and scores[other] >= config["threshold"]:
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
    start, end = evidence_span(found, said.evidence)
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
        evidence=(found.start + start, found.start + end),
    )


def evidence_span(found: Candidate, evidence: np.ndarray) -> CharSpan:
    """The stretch that the model marks, or from the one actor to the other; relative to the sentence."""
    marked = [
        span
        for span, score in zip(found.encoded.offsets, evidence, strict=True)
        if span is not None and score >= EVIDENCE_FLOOR
    ]
    chosen = marked or [found.spans[0][0], found.spans[1][0]]
    return min(start for start, _ in chosen), max(end for _, end in chosen)


def choose_event(said: Prediction, config: dict[str, Any]) -> dict[str, Any]:
    """The one class of a given source and target (the record's `pairs`): the best event, forward or symmetric."""
    forward, symmetric = config["directions"].index("forward"), config["directions"].index("symmetric")
    logits = np.logaddexp(said.choice[forward], said.choice[symmetric])
    powers = np.exp(logits - logits.max())
    scores = powers / powers.sum()
    event = config["events"][int(scores.argmax())]
    return {"event": event, "quad": read_events()[event].quad, "score": round(float(scores.max()), 4)}


def encode_given(text: str, source: CharSpan | None, target: CharSpan | None) -> Encoded:
    """Model input for a pair whose spans are given; a side that the text leaves unnamed has none."""
    tokens: Tokens = tokenize(text)
    return encode(tokens, [source] if source else [], [target] if target else [])


class RelationFinder:
    """spaCy component: writes the relations of a Doc to doc._.relations. `pipe` asks the model once for many Docs."""

    def __init__(self, model: RelationModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        """The same as `pipe` for a single Doc."""
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 256) -> Iterator[Doc]:
        """Takes `batch_size` Docs at a time, so that inputs of like length share a run of the model."""
        waiting: list[Doc] = []
        for doc in stream:
            waiting.append(doc)
            if len(waiting) >= batch_size:
                yield from self._code(waiting)
                waiting = []
        yield from self._code(waiting)

    def _code(self, docs: list[Doc]) -> list[Doc]:
        candidates = [(doc, found) for doc in docs for found in find_candidates(doc)]
        for doc in docs:
            doc._.relations = []
        said = self.model.predict([found.encoded for _, found in candidates])
        for (doc, found), prediction in zip(candidates, said, strict=True):
            doc._.relations.extend(read_prediction(found, prediction, self.model.config))
        return docs


@Language.factory("detente_relations", default_config={"threads": 1})
def make_relation_finder(nlp: Language, name: str, threads: int) -> RelationFinder:
    """Factory of the component "detente_relations"."""
    return RelationFinder(RelationModel(threads=threads))
