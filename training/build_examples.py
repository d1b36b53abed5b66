"""Turns labels and texts into the examples that training/train.py learns from.

    python -m training.build_examples --texts DIR --eval DIR --out examples.jsonl

Labels in training/labels/ point into the texts by id and character offsets; the texts themselves are given by path and
stay outside the project. An example is one pair of actors in one sentence:

    {"text": str, "a": [[start, end], ...], "b": [...], "c": [...], "split": "train" | "held",
     "relations": [{"direction": "forward" | "backward" | "symmetric", "event", "status", "context", "weight",
                    "evidence"}]}

or, where only the class of a given pair is known, {"choice": [event, ...]} in place of relations. "a" is the actor
whose first mention comes first; train.py swaps the two at random. Where a state is carried into a sentence that does
not name it, the text begins with the context that names it and "focus" is the character where the sentence begins.
"""

import argparse
import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

from seeds.reader import read_events
from tasks.extract.carry import whole_sentence
from tasks.extract.coder import Coder
from tasks.extract.extensions import mentions
from tasks.extract.pipeline import NAMING, build_pipeline
from tasks.extract.record import parse_day
from training.carried import States, carried_examples, direct, marked, moved
from training.mangled import mangled_examples
from training.readings import combine, unpack
from training.stories import read_stories

LABELS = Path(__file__).parent / "labels"
QUAD_EVENTS: dict[str, list[str]] = {}
for _event in read_events().values():
    QUAD_EVENTS.setdefault(_event.quad, []).append(_event.event)
MERGED = {"YIELD": ["CONCEDE", "RETREAT"]}
CORPORA = ("reuters21578_dev.jsonl.gz", "modern_dev.jsonl.gz", "ngec_synthetic.jsonl.gz")
Row = dict[str, Any]


def read_rows(path: Path) -> Iterator[Row]:
    """The objects of a JSON Lines file, gzipped or not."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def read_relations(name: str) -> dict[str, list[Row]]:
    """The relations of a file of labels by article."""
    return {row["id"]: row["relations"] for row in read_rows(LABELS / name)}


def split_by_readings(articles: Iterable[Row], again: dict[str, list[Row]]) -> tuple[list[Row], list[Row]]:
    """The articles that one reader coded; and those that two did, with both readings as one.

    again: the second readings' relations by article.
    """
    once: list[Row] = []
    twice: list[Row] = []
    for row in articles:
        if row["id"] in again:
            twice.append({**row, "relations": combine(row["relations"], again[row["id"]])})
        else:
            once.append(row)
    return once, twice


def split_of(key: str, share: float = 0.08) -> str:
    """ "held" or "train": the held-back part, fixed by a hash of the row's id so that it never moves."""
    return "held" if int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF < share else "train"


def country_spans(nlp: Any, text: str, bounds: list[list[int]], published: date | None) -> list[States]:
    """For each sentence the countries that the gazetteer finds: iso3 to spans in characters of the text."""
    doc = nlp.make_doc(text.replace("\n", " "))  # the coder has no broken lines either
    starts = {span[0].i for a, b in bounds if (span := doc.char_span(a, b, alignment_mode="expand")) is not None}
    for token in doc:
        token.is_sent_start = token.i in starts or token.i == 0
    doc._.published_at = published
    for _, component in nlp.pipeline:
        doc = component(doc)
    found: list[States] = [{} for _ in bounds]
    for span in mentions(doc):
        for number, (a, b) in enumerate(bounds):
            if span.kb_id_ and a <= span.start_char and span.end_char <= b:
                row = {"span": [span.start_char, span.end_char], "kind": span.id_}
                found[number].setdefault(span.kb_id_, []).append(row)
    return found


def _add_labelled(found: States, relations: list[Row]) -> None:
    """Actors that only the reader recognised ("the company", "they") count as mentions too."""
    for relation in relations:
        for side in ("source", "target"):
            own = relation[f"{side}_span"]
            if own is None:
                continue
            known = found.setdefault(relation[side], [])
            if not any(row["span"][0] < own[1] and own[0] < row["span"][1] for row in known):
                known.append({"span": list(own), "kind": "anaphor"})


def pair_examples(text: str, bounds: list[int], found: States, relations: list[Row], extra: Row) -> Iterator[Row]:
    """One example for each two countries of the sentence."""
    passage = whole_sentence(text, (bounds[0], bounds[1]))
    order = sorted((code for code in found if found[code]), key=lambda code: min(row["span"][0] for row in found[code]))
    for first, second in combinations(order, 2):
        own = [r for r in relations if {r["source"], r["target"]} == {first, second}]
        yield {
            "text": passage.text,
            "a": marked([found], passage, lambda code, one=first: code == one),
            "b": marked([found], passage, lambda code, one=second: code == one),
            "c": marked([found], passage, lambda code, pair=(first, second): code not in pair),
            "iso3": [first, second],
            "relations": [moved(direct(r, first), passage) for r in own],
            **extra,
        }


def article_examples(
    nlp: Any, labels: Iterable[Row], origins: tuple[str, str], texts: dict[str, Row] | None = None
) -> Iterator[Row]:
    """Examples from whole articles that a reader coded: every pair, also those without a relation.

    origins: of the pairs that a sentence names, and of those with a carried state. Without texts the labels hold their
    own: stories written for the project.
    """
    named, carried = origins
    for row in labels:
        source = texts[row["id"]] if texts else row
        text, bounds = source["text"], row["sentences"]
        found = country_spans(nlp, text, bounds, parse_day(source["published_at"]))
        # What a rule has to leave open ("they", "the company") is carried in, as the coder does.
        recognised = [{code: list(rows) for code, rows in states.items()} for states in found]
        split = split_of(row["id"])
        for number, span in enumerate(bounds):
            own = [r for r in row["relations"] if r["sent"] == number]
            _add_labelled(found[number], own)
            yield from pair_examples(text, span, found[number], own, {"split": split, "from": named})
            extra = {"split": split, "from": carried}
            yield from carried_examples(text, bounds, recognised, number, own, extra)


def own_examples(nlp: Any, path: Path) -> Iterator[Row]:
    """Examples from sentences written for the project."""
    for row in read_rows(path):
        text = row["text"]
        whole = [0, len(text)]
        (found,) = country_spans(nlp, text, [whole], None)
        relations = [_located(r, text) for r in row["relations"]]
        _add_labelled(found, relations)
        yield from pair_examples(text, whole, found, relations, {"split": split_of(row["id"], 0.08), "from": "own"})


def _located(relation: Row, text: str) -> Row:
    located = dict(relation)
    for side in ("source", "target"):
        at = text.find(relation[f"{side}_text"])
        located[f"{side}_span"] = [at, at + len(relation[f"{side}_text"])] if at >= 0 else None
    return located


def given_pair_examples(path: Path, texts: dict[str, Row]) -> Iterator[Row]:
    """Examples with given spans from sentences of the corpora that a reader coded."""
    for row in read_rows(path):
        start, end = row["sentence"]
        text = {"id": f"{row['id']}:{start}", "text": texts[row["id"]]["text"][start:end]}
        for pair in row["pairs"]:
            spans = {side: pair[side] and [at - start for at in pair[side]] for side in ("source", "target")}
            yield _choice(text, spans, MERGED.get(pair["event"], [pair["event"]]), "pair")


def own_pair_examples(path: Path) -> Iterator[Row]:
    """Examples with given spans from sentences written for the project."""
    for row in read_rows(path):
        for pair in row["pairs"]:
            spans = {side: _first(row["text"], pair[f"{side}_text"]) for side in ("source", "target")}
            yield _choice(row, spans, MERGED.get(pair["event"], [pair["event"]]), "own_pair")


def _first(text: str, words: str | None) -> list[int] | None:
    return [text.index(words), text.index(words) + len(words)] if words else None


def _choice(row: Row, pair: Row, events: list[str], origin: str) -> Row:
    return {
        "text": row["text"],
        "a": [{"span": pair["source"], "kind": "given"}],
        "b": [{"span": pair["target"], "kind": "given"}],
        "c": [],
        "choice": events,
        "split": split_of(row["id"], 0.10),
        "from": origin,
    }


def choice_examples(folder: Path) -> Iterator[Row]:
    """Examples with given spans, where event, quad class or polarity alone is known."""
    for row in read_rows(folder / "plv_train.jsonl"):
        for pair in row["pairs"]:
            yield _choice(row, pair, MERGED.get(pair["event"], [pair["event"]]), "plv")
    for row in read_rows(folder / "aw_train.jsonl"):
        for pair in row["pairs"]:
            events = [e for quad in QUAD_EVENTS if quad.endswith(pair["polarity"]) for e in QUAD_EVENTS[quad]]
            yield _choice(row, pair, events, "aw")
    for row in read_rows(folder / "roles_train.jsonl"):
        roles = {span["role"]: [span["start"], span["end"]] for span in row["spans"]}
        if row["quad"] in QUAD_EVENTS and {"source", "target"} <= roles.keys():
            yield _choice(row, roles, QUAD_EVENTS[row["quad"]], "roles")


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True, help="folder with the corpora that the labels point into")
    parser.add_argument("--eval", type=Path, required=True, help="folder with the sentence-pair training data")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--again", nargs="*", default=["articles_reread.jsonl"], help="files of second readings")
    options = parser.parse_args()
    nlp, coder = build_pipeline(NAMING), Coder(NAMING)
    texts = {row["id"]: row for name in CORPORA for row in read_rows(options.texts / name)}
    readings = [row for name in options.again for row in read_rows(LABELS / name)]
    again = {row["id"]: [unpack(told) for told in row["relations"]] for row in readings}
    articles, articles_twice = split_by_readings(read_rows(LABELS / "articles.jsonl"), again)
    later, later_twice = split_by_readings(read_rows(LABELS / "articles_later.jsonl"), again)
    stories, stories_twice = split_by_readings(read_stories(), again)
    examples = [
        *article_examples(nlp, articles, ("article", "carried"), texts),
        *article_examples(nlp, [*articles_twice, *later_twice], ("twice", "twice_carried"), texts),
        *article_examples(nlp, later, ("later", "later_carried"), texts),
        *article_examples(nlp, stories, ("story", "story_carried")),
        *article_examples(nlp, stories_twice, ("story_twice", "story_twice_carried")),
        *mangled_examples(coder, [*articles, *articles_twice, *later, *later_twice], split_of, texts),
        *mangled_examples(coder, (row for row in (*stories, *stories_twice) if len(row["sentences"]) > 1), split_of),
        *own_examples(nlp, LABELS / "own_sentences.jsonl"),
        *own_pair_examples(LABELS / "own_pairs.jsonl"),
        *given_pair_examples(LABELS / "pairs.jsonl", texts),
        *choice_examples(options.eval),
    ]
    with options.out.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(example, ensure_ascii=False) + "\n" for example in examples)
    print(f"{len(examples)} examples in {options.out}")


if __name__ == "__main__":
    main()
