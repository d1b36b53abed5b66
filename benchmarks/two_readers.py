"""Relations of held-back articles that two readers coded, each alone: how far they agree, and how far the program does.

    benchmarks/two_readers EVAL_FOLDER CORPORA

EVAL_FOLDER holds score.py, CORPORA the texts that the labels point into. There are two parts: the held-back articles of
training/labels/articles.jsonl, which a third reader coded too, and later drawn ones, which nothing is trained on. A
relation is sure down to the level at which both readers have it; beyond that, finding it or not costs nothing, as in
the evaluation's own articles. Figures are F1 by sentence.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.accuracy import LEVELS, load_scorer
from tasks.extract.coder import Coder
from tasks.extract.record import code_records
from training.build_examples import CORPORA, LABELS, read_relations, read_rows
from training.readings import SAME

Row = dict[str, Any]
# The files of both readers.
PARTS = {
    "first": ("articles.jsonl", "articles_again.jsonl"),
    "later": ("articles_held.jsonl", "articles_held_again.jsonl"),
}
THIRD = "articles_third.jsonl"


def merge(first: list[Row], second: list[Row], scorer: ModuleType) -> list[Row]:
    """Both readers' relations of an article, with what only one of them has marked as debatable.

    What both have stands once, with "confidence" 2; what only one has, 1; where they differ from some level on,
    "debatable_from" names it.
    """
    merged: dict[str, Row] = {}
    for mine, other in ((first, second), (second, first)):
        for relation in mine:
            row = {name: relation[name] for name in SAME}
            beside = [one for one in other if one["sent"] == relation["sent"]]
            depth = max((_agreed(row, one, scorer) for one in beside), default=0)
            row["confidence"] = 2 if depth else 1
            if 0 < depth < len(scorer.LEVELS):
                row["debatable_from"] = scorer.LEVELS[depth]
            merged.setdefault(json.dumps(row, sort_keys=True), row)
    return list(merged.values())


def _agreed(one: Row, two: Row, scorer: ModuleType) -> int:
    """Down to how many of the scorer's levels two relations of a sentence are the same."""
    for depth, level in enumerate(scorer.LEVELS):
        if scorer.expand([one], level) != scorer.expand([two], level):
            return depth
    return len(scorer.LEVELS)


def agreement(pairs: list[tuple[list[Row], list[Row]]], level: str, scorer: ModuleType) -> float:
    """F1 of one reader's relations against the other's, by sentence, debatable ones included."""
    both = total = 0
    for first, second in pairs:
        for sent in {row["sent"] for row in (*first, *second)}:
            sets = [scorer.expand([row for row in side if row["sent"] == sent], level) for side in (first, second)]
            both += len(sets[0] & sets[1])
            total += sum(map(len, sets))
    return 2 * both / total if total else 0.0


def read_gold(corpora: Path, scorer: ModuleType, part: str) -> tuple[dict[str, Row], list[tuple[list[Row], list[Row]]]]:
    """The articles of one of PARTS with merged relations by id, and both readers' relations of each."""
    first, second = PARTS[part]
    again = read_relations(second)
    labels = [row for row in read_rows(LABELS / first) if row["id"] in again]
    texts = {row["id"]: row for name in CORPORA for row in read_rows(corpora / name) if row["id"] in again}
    gold = {
        row["id"]: {
            **{name: texts[row["id"]][name] for name in ("id", "text", "published_at")},
            "sentence_spans": row["sentences"],
            "relations": merge(row["relations"], again[row["id"]], scorer),
        }
        for row in labels
    }
    return gold, [(row["relations"], again[row["id"]]) for row in labels]


def code_read_part(gold: dict[str, Row], coder: Coder) -> Iterator[Row]:
    """What the coder says of the part of each article that was read: some were read to their 26th sentence."""
    for row in code_records(gold.values(), coder):
        end = gold[row["id"]]["sentence_spans"][-1][1]
        yield {**row, "relations": [one for one in row["relations"] if one["sentence"][0] < end]}


def report(part: str, corpora: Path, scorer: ModuleType) -> Iterator[str]:
    """What the readers and the program have of a part, a line for each level."""
    gold, pairs = read_gold(corpora, scorer, part)
    answers = {"detente": {row["id"]: row for row in code_read_part(gold, Coder())}}
    third = {key: {"relations": found} for key, found in read_relations(THIRD).items() if key in gold}
    if third:
        answers["a third reader"] = third
    scores = {name: scorer.score_relations(gold, said) for name, said in answers.items()}
    yield f"{len(gold)} articles, {part} part"
    for level in LEVELS:
        yield f"  {level:9} readers {agreement(pairs, level, scorer):.3f}"
        for name, figures_of in scores.items():
            found = figures_of[f"sentence.{level}"]
            figures = f"precision {found['precision']:.3f}, recall {found['recall']:.3f}, {found['gold']} sure ones"
            yield f"    {name}: F1 {found['f1']:.3f} ({figures})"


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="EVAL_FOLDER")
    parser.add_argument("corpora", type=Path, metavar="CORPORA")
    options = parser.parse_args()
    scorer = load_scorer(options.folder)
    for part in PARTS:
        print("\n".join(report(part, options.corpora, scorer)))


if __name__ == "__main__":
    main()
