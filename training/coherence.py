"""Fits the second look that the coder takes with the whole article in view, and writes it to the model's config.json.

    python -m training.coherence --eval EVAL_FOLDER --texts CORPORA --model tasks/extract/relation_model \
        --thresholds 0.45 0.4 0.45 --bare-thresholds 0.4 0.35 0.4 --further-thresholds 0.35 0.85

Two logistic regressions over the features of tasks/extract/coherence.py, on held-back texts: the articles that two
readers coded, and our own stories and single sentences. One tells whether a pair does anything, the other is for each
direction and event that the model gives more than 0.02. What is debatable counts neither way. Prints F1 by sentence of
each kind of text, with the second look as fitted on the other four fifths of the texts; then fits it on all. All of it
once more on the same texts mangled, by document, for texts without punctuation and case ("bare"). EVAL_FOLDER holds
score.py. The thresholds are those of named, carried and unnamed pairs; the further ones are for another event of a
pair, in a text and in a sentence that stands alone.
"""

import argparse
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np

from benchmarks.accuracy import LEVELS, load_scorer
from benchmarks.own_texts import held_sentences, held_stories
from benchmarks.two_readers import PARTS, read_gold
from tasks.clean.text import CleanText, clean_text
from tasks.extract.coder import Coder
from tasks.extract.coherence import (
    EVENT_FEATURES,
    FLOOR,
    PAIR_FEATURES,
    Answered,
    Question,
    Weights,
    features,
    reconsider,
)
from tasks.extract.components.relations import (
    THRESHOLDS,
    Candidate,
    find_candidates,
    questions_of,
    read_prediction,
)
from tasks.extract.model import Prediction, RelationModel
from tasks.extract.pipeline import NAMING
from tasks.extract.record import make_codable
from training.calibrate import fit_logistic
from training.mangled import MangledText

Row = dict[str, Any]
Span = tuple[int, int]
Place = Callable[[int, int], Span]
DIRECTIONS = 3
FURTHER = ("further_threshold", "alone_further_threshold")
FOLDS = 5
RIDGE = 1e-3


@dataclass(frozen=True)
class Text:
    """A labelled text and the model's answers about it.

    answers: candidate, prediction and where its sentence stands in the text, for those that the gate lets through;
    questions: of all candidates; is_bare: whether the text has no punctuation.
    """

    kind: str
    gold: Row
    questions: list[Question] = field(default_factory=list)
    answers: list[tuple[Candidate, Prediction, tuple[int, int]]] = field(default_factory=list)
    is_bare: bool = False

    def asked(self) -> list[Answered]:
        """The model's own answers as the second look takes them."""
        by_pair = {(one.place, one.first, one.second): one for one in self.questions}
        return [
            Answered(by_pair[found.place, found.first, found.second], said.events, said.gate)
            for found, said, _ in self.answers
        ]


def read_texts(evaluation: Path, corpora: Path) -> Iterator[tuple[str, Row]]:
    """Kind and gold of every held-back text."""
    for part in PARTS:
        gold, _ = read_gold(corpora, load_scorer(evaluation), part)
        yield from ((f"articles, {part}", row) for row in gold.values())
    yield from (("own stories", row) for row in held_stories())
    for row in held_sentences():
        spans = row.get("sentence_spans") or [[0, len(row["text"])]]
        relations = [{"sent": 0, "confidence": 2, **relation} for relation in row["relations"]]
        yield "own sentences", {**row, "sentence_spans": spans, "relations": relations}


def ask(kind: str, gold: Row, coder: Coder, model: RelationModel) -> Text:
    """The text with the model's own answers."""
    clean = clean_text(gold["text"])
    return _asked(Text(kind, gold), clean, clean.offsets.span, coder, model)


def ask_mangled(kind: str, gold: Row, coder: Coder, model: RelationModel) -> Text:
    """The same of the mangled text; where the answers stand is told in characters of the text as labelled."""
    mangled = MangledText(gold["text"])
    text = Text(f"{kind}, mangled", {**gold, "id": f"{gold['id']} mangled"}, is_bare=True)
    return _asked(text, mangled.clean, mangled.before, coder, model)


def _asked(text: Text, clean: CleanText, placed: Place, coder: Coder, model: RelationModel) -> Text:
    (doc,) = coder.code([make_codable(text.gold, clean)])
    candidates = list(find_candidates(doc))
    said = [(found, model.find(found.encoded)) for found in candidates]
    answers = [(found, one, placed(*found.passage.asked)) for found, one in said if one is not None]
    end = text.gold["sentence_spans"][-1][1]
    read = [answer for answer in answers if answer[2][0] < end]
    return replace(text, questions=questions_of(candidates, doc.text), answers=read)


@dataclass(frozen=True)
class Labels:
    """Of each answer of a text 1, 0 or NaN (debatable).

    pairs: whether the two do anything; events: shape (directions, events), from the first state to the second.
    """

    pairs: list[float]
    events: list[np.ndarray]


def labels_of(text: Text, config: Row, scorer: ModuleType) -> Labels:
    """The labels of the text's answers."""
    units = scorer.sentence_units(text.gold, text.gold["relations"], text.gold)
    spans = text.gold["sentence_spans"]
    pick = _sentences if text.is_bare else _sentence
    near = [[row for sent in pick(span, spans) for row in units.get(sent, [])] for _, _, span in text.answers]
    told = [(found, relations) for (found, _, _), relations in zip(text.answers, near, strict=True)]
    return Labels(
        pairs=[_label({"source": one.first, "target": one.second}, rows, "dyad", scorer) for one, rows in told],
        events=[_of_events(one, rows, config["events"], scorer) for one, rows in told],
    )


def _sentence(span: Span, spans: list[list[int]]) -> list[int]:
    """The labelled sentence that a span has most in common with; none where it has nothing."""
    common = [min(span[1], end) - max(span[0], start) for start, end in spans]
    best = int(np.argmax(common))
    return [best] if common[best] > 0 else []


def _sentences(span: Span, spans: list[list[int]]) -> list[int]:
    """All labelled sentences that a stretch of several has something in common with."""
    return [sent for sent, (start, end) in enumerate(spans) if min(span[1], end) > max(span[0], start)]


def _of_events(found: Candidate, relations: list[Row], events: list[str], scorer: ModuleType) -> np.ndarray:
    labels = np.zeros((DIRECTIONS, len(events)))
    for row, column in np.ndindex(*labels.shape):
        source, target = (found.second, found.first) if row == 1 else (found.first, found.second)
        said = {"source": source, "target": target, "symmetric": row == DIRECTIONS - 1, "event": events[column]}
        labels[row, column] = _label(said, relations, "event", scorer)
    return labels


def _label(said: Row, relations: list[Row], level: str, scorer: ModuleType) -> float:
    keys = scorer.expand([{"symmetric": True, "event": "AGREE", **said}], level)
    sure = scorer.expand([row for row in relations if scorer.is_sure(row, level)], level)
    if keys <= sure:
        return 1.0
    return np.nan if keys & scorer.expand(relations, level) else 0.0


def fit(texts: Iterable[Text], labels: Mapping[str, Labels]) -> dict[str, dict[str, float]]:
    """The weights of both regressions by the names of their features, and "offset"; labels: by the texts' ids."""
    pairs: list[tuple[np.ndarray, np.ndarray]] = []
    events: list[tuple[np.ndarray, np.ndarray]] = []
    for text in texts:
        asked, wanted = text.asked(), labels[text.gold["id"]]
        of_pair, of_event = features(text.questions, asked)
        pairs += [(seen[None], np.array([label])) for seen, label in zip(of_pair, wanted.pairs, strict=True)]
        for one, seen, label in zip(asked, of_event, wanted.events, strict=True):
            events.append((seen[one.events > FLOOR], label[one.events > FLOOR]))
    return {"pair": _weights(pairs, PAIR_FEATURES), "event": _weights(events, EVENT_FEATURES)}


def _weights(parts: list[tuple[np.ndarray, np.ndarray]], names: Iterable[str]) -> dict[str, float]:
    seen, wanted = (np.concatenate(side) for side in zip(*parts, strict=True))
    is_sure = ~np.isnan(wanted)
    design = np.concatenate([seen[is_sure], np.ones((is_sure.sum(), 1))], axis=1)
    weights = fit_logistic(design, wanted[is_sure], ridge=RIDGE)
    return {name: round(float(weight), 3) for name, weight in zip((*names, "offset"), weights, strict=True)}


def coded(text: Text, config: Row, weights: Weights) -> Row:
    """The record of the text with its relations."""
    relations = []
    seen = reconsider(text.questions, text.asked(), weights)
    for (found, said, span), (pair, events) in zip(text.answers, seen, strict=True):
        for one in read_prediction(found, replace(said, pair=pair, events=events), config):
            row = {"source": one.source, "target": one.target, "symmetric": one.is_symmetric, "event": one.event}
            relations.append({**row, "sentence": list(span)})
    return {"id": text.gold["id"], "relations": relations}


def fold_of(text: Text) -> int:
    """The fifth that the text is of, by a hash of its id."""
    return zlib.crc32(text.gold["id"].encode()) % FOLDS


def report(texts: list[Text], records: Iterable[Row], scorer: ModuleType) -> Iterator[str]:
    """A line for each kind of text."""
    answers = {row["id"]: row for row in records}
    for kind in dict.fromkeys(text.kind for text in texts):
        own = [text for text in texts if text.kind == kind]
        gold = {text.gold["id"]: text.gold for text in own}
        scores = scorer.score_relations(gold, {key: answers[key] for key in gold})
        unit = "document" if own[0].is_bare else "sentence"
        figures = "  ".join(f"{level} {scores[f'{unit}.{level}']['f1']:.3f}" for level in LEVELS)
        yield f"  {kind:24} {len(gold):4}  {figures}"


def _by_kind(thresholds: list[float]) -> Row:
    return dict(zip(THRESHOLDS.values(), thresholds, strict=True))


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, dest="evaluation")
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--thresholds", type=float, nargs=len(THRESHOLDS), required=True)
    parser.add_argument("--bare-thresholds", type=float, nargs=len(THRESHOLDS), required=True)
    parser.add_argument("--further-thresholds", type=float, nargs=len(FURTHER), required=True)
    options = parser.parse_args()
    scorer, model, coder = load_scorer(options.evaluation), RelationModel(options.model, threads=2), Coder(NAMING)
    given = list(read_texts(options.evaluation, options.texts))
    texts = [way(kind, gold, coder, model) for way in (ask, ask_mangled) for kind, gold in given]
    labels = {text.gold["id"]: labels_of(text, model.config, scorer) for text in texts}
    config = {**model.config, **_by_kind(options.thresholds), "bare": _by_kind(options.bare_thresholds)}
    config.update(zip(FURTHER, options.further_thresholds, strict=True))
    for part, is_bare in ((config, False), (config["bare"], True)):
        own = [text for text in texts if text.is_bare == is_bare]
        folds = [fit([text for text in own if fold_of(text) != fold], labels) for fold in range(FOLDS)]
        print("\n".join(report(own, (coded(text, config, folds[fold_of(text)]) for text in own), scorer)))
        part["coherence"] = fit(own, labels)
    (options.model / "config.json").write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
