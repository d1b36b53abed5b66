"""Pairs of states from texts that nobody coded: what a teacher labels for the student to learn from.

    python -m training.unlabelled --texts DIR --eval DIR --out unlabelled.jsonl --articles 5000

The articles and sentences of the evaluation that are never trained on (articles.jsonl) are left out.
"""

import argparse
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tasks.clean.text import clean_text
from tasks.extract.components.relations import MAX_STATES
from tasks.extract.pipeline import NAMING, build_pipeline
from tasks.extract.record import parse_day
from tasks.extract.stretches import LONGEST
from training.build_examples import CORPORA, country_spans, pair_examples, read_rows
from training.carried import carried_examples

EXTRA = {"split": "none", "from": "text"}
SENTENCES = ("roles_train.jsonl", "neutral_train.jsonl", "plv_train.jsonl", "aw_train.jsonl")
Row = dict[str, Any]


def text_examples(nlp: Any, row: Row) -> Iterator[Row]:
    """Every pair of states of a text, named or carried in, without labels."""
    clean = clean_text(row["text"])
    bounds = [[s.start, s.end] for s in clean.sentences if not s.is_boilerplate]
    if not clean.is_codable or not bounds:
        return
    found = country_spans(nlp, clean.text, bounds, parse_day(row.get("published_at")))
    for number, span in enumerate(bounds):
        if span[1] - span[0] <= LONGEST and len(found[number]) <= MAX_STATES:
            yield from pair_examples(clean.text, span, found[number], [], EXTRA)
            yield from carried_examples(clean.text, bounds, found, number, [], EXTRA)


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--eval", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--articles", type=int, default=5000, help="how many of each corpus")
    parser.add_argument("--seed", type=int, default=7)
    options = parser.parse_args()
    nlp, rng = build_pipeline(NAMING), random.Random(options.seed)
    untouched = {row["id"] for row in read_rows(options.eval / "articles.jsonl")}
    rows = [row for name in SENTENCES for row in read_rows(options.eval / name)]
    for name in CORPORA:
        corpus = [row for row in read_rows(options.texts / name) if row["id"] not in untouched]
        rows += rng.sample(corpus, min(options.articles, len(corpus)))
    count = 0
    with options.out.open("w", encoding="utf-8") as out:
        for row in rows:
            for example in text_examples(nlp, row):
                del example["relations"]
                out.write(json.dumps(example, ensure_ascii=False) + "\n")
                count += 1
    print(f"{count} pairs in {options.out}")


if __name__ == "__main__":
    main()
