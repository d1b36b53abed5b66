"""Why a text's relations were coded: each pair that the model was asked about, its answers, the words it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from spacy.tokens import Doc

from tasks.clean.text import clean_text
from tasks.extract.coder import Coder
from tasks.extract.components.relations import (
    Candidate,
    FoundRelation,
    ask,
    find_candidates,
    further_threshold,
    read_prediction,
    threshold,
)
from tasks.extract.extensions import text_of
from tasks.extract.model import Prediction
from tasks.extract.record import Row, make_codable

TOP = 3


@dataclass(frozen=True)
class Answer:
    """One event in one direction with its probability; `arrow` reads from the first to the second state."""

    first: str
    arrow: str
    second: str
    event: str
    score: float


@dataclass(frozen=True)
class Explanation:
    """One pair of a sentence.

    sentence: its text; context: the words before it that name what the sentence leaves unnamed, or ""; first_words,
    second_words: how the sentence names the two ("" for one carried in); pair: the probability that they do anything,
    with the whole article in view; threshold: what that must reach; further: what the probability of a further event
    must; answers: the likeliest events, likeliest first; relations: what was coded; evidence: its words; is_stopped:
    whether the model's lower layers were sure that the pair does nothing, so that the coder never asked; read: the part
    of the sentence that the model reads for this pair, "" where it reads all of it.
    """

    sentence_no: int
    sentence: str
    context: str
    first_words: str
    second_words: str
    pair: float
    threshold: float
    further: float
    answers: list[Answer]
    relations: list[FoundRelation]
    evidence: str
    is_stopped: bool = False
    read: str = ""


ARROWS = {"forward": "→", "backward": "←", "symmetric": "↔"}


def explain_record(row: Row, coder: Coder) -> Iterator[Explanation]:
    """Explains a record's relations (the record is the one of tasks.extract.record), pairs without one included."""
    model = coder.nlp.get_pipe("detente_relations").model  # type: ignore[attr-defined]
    with coder.nlp.select_pipes(disable=["detente_relations", "detente_money"]):
        (doc,) = coder.code([make_codable(row, clean_text(row["text"]))])
    sentences = [sent.text for sent in doc.sents]
    candidates = list(find_candidates(doc))
    for found, told in zip(candidates, ask(candidates, model, text_of(doc)), strict=True):
        said = told or model.predict(found.encoded)
        relations = read_prediction(found, told, model.config) if told else []
        yield Explanation(
            sentence_no=found.sentence_no,
            sentence=sentences[found.sentence_no],
            context=found.passage.text[: found.passage.focus].strip(),
            first_words=_words(doc, found, 0),
            second_words=_words(doc, found, 1),
            pair=said.pair,
            threshold=threshold(found, model.config),
            further=further_threshold(found, model.config),
            answers=_answers(found, said, model.config),
            relations=relations,
            evidence=text_of(doc)[slice(*relations[0].evidence)] if relations else "",
            is_stopped=told is None,
            read=_read(found, sentences[found.sentence_no]),
        )


def _read(found: Candidate, sentence: str) -> str:
    asked = found.passage.text[found.passage.focus :].strip()
    return asked if asked != sentence.strip() else ""


def _words(doc: Doc, found: Candidate, side: int) -> str:
    return text_of(doc)[slice(*found.actors[side])] if side < len(found.actors) else ""


def _answers(found: Candidate, said: Prediction, config: dict[str, list[str]]) -> list[Answer]:
    best = np.argsort(said.events, axis=None)[::-1][:TOP]
    places = [np.unravel_index(place, said.events.shape) for place in best]
    return [
        Answer(
            found.first,
            ARROWS[config["directions"][row]],
            found.second,
            config["events"][column],
            round(float(said.events[row, column]), 3),
        )
        for row, column in places
    ]
