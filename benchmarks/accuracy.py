"""Accuracy on labelled data, clean and mangled, with 95 % intervals from a bootstrap over documents.

    benchmarks/accuracy EVAL_FOLDER [--peers PYTHON]

EVAL_FOLDER holds score.py, degrade.py and dev/ (see its README). articles.jsonl and money.jsonl are never trained on;
of plv_train.jsonl (given pairs, and raw where both are states), and of the sentences and stories written for the
project, only the part that training/build_examples.py holds back is scored. The stories were written to be hard: they
overdo what the model got wrong. Own articles (own_articles.jsonl) and sentences for countries (own_countries.jsonl)
were labelled before the coder's answer was seen, and nothing is trained on them.
Beside money.jsonl stand what quantulum3 and Recognizers-Text read in it, from the interpreter PYTHON
(benchmarks/peers.py tells how to make one).
"""

import argparse
import importlib.util
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.breakdown import attribute_scorer, class_lines
from benchmarks.own_texts import write_texts
from benchmarks.peers import PEERS, ask_peer
from tasks.extract.coder import Coder
from tasks.extract.record import code_records
from training.build_examples import split_of

ROUNDS = 300
Rows = dict[str, Any]
LEVELS = ("dyad", "directed", "event")

# task, file, figures to print as (label, key of the scorer's answer, field)
TABLE = (
    ("pairs", "plv_train.jsonl", [(name, name, "macro_f1") for name in ("event", "quad", "polarity")]),
    ("relations", "articles.jsonl", [(f"sentence {n}", f"sentence.{n}", "f1") for n in LEVELS]),
    ("relations", "articles.jsonl", [(f"article {n}", f"document.{n}", "f1") for n in LEVELS]),
    ("attributes", "articles.jsonl", [(f"{n} of those found", n, "accuracy") for n in ("status", "context")]),
    ("countries", "articles.jsonl", [("countries", "document", "f1")]),
    ("money", "money.jsonl", [(n, n, "f1") for n in ("span", "value+currency")]),
    ("money", "articles.jsonl", [(f"articles: {n}", n, "f1") for n in ("value+currency", "countries")]),
    ("relations", "own_sentences.jsonl", [(f"own single sentences {n}", f"document.{n}", "f1") for n in LEVELS]),
    ("relations", "sentences_of_pairs.jsonl", [(f"raw sentences of pairs {n}", f"document.{n}", "f1") for n in LEVELS]),
    ("relations", "own_stories.jsonl", [(f"own stories, sentence {n}", f"sentence.{n}", "f1") for n in LEVELS]),
    ("relations", "own_articles.jsonl", [(f"own articles, sentence {n}", f"sentence.{n}", "f1") for n in LEVELS]),
    ("relations", "own_articles.jsonl", [(f"own articles, whole {n}", f"document.{n}", "f1") for n in LEVELS]),
    ("attributes", "own_articles.jsonl", [(f"own articles: {n}", n, "accuracy") for n in ("status", "context")]),
    ("countries", "own_articles.jsonl", [("own articles: countries", "document", "f1")]),
    ("countries", "own_countries.jsonl", [("own sentences: countries", "document", "f1")]),
    ("relations", "own_stories.jsonl", [(f"own stories, whole {n}", f"document.{n}", "f1") for n in LEVELS]),
)


def load_scorer(folder: Path, name: str = "score") -> ModuleType:
    """The evaluation's own score.py, or another program of it, as a module."""
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no {name}.py in {folder}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def read_gold(scorer: ModuleType, path: Path) -> Rows:
    """Gold documents by id; of training data the held-back part alone."""
    gold: Rows = scorer.read(path)
    if path.name.startswith("plv_train"):
        return {key: row for key, row in gold.items() if split_of(key, 0.10) == "held"}
    return gold


def mangle(folder: Path, path: Path, out: Path) -> Path:
    """The file as degrade.py leaves it."""
    target = out / path.name
    subprocess.run([sys.executable, str(folder / "degrade.py"), str(path), str(target)], check=True)
    return target


def interval(score: Callable[[Rows, Rows], Any], gold: Rows, coded: Rows, key: str, field: str) -> tuple[float, float]:
    """The middle 95 % of the figure over documents drawn with replacement."""
    rng = random.Random(5)  # noqa: S311
    names, figures = list(gold), []
    for _ in range(ROUNDS):
        drawn = [rng.choice(names) for _ in names]
        sample = {f"{n}#{i}": gold[n] for i, n in enumerate(drawn)}
        answers = {f"{n}#{i}": coded[n] for i, n in enumerate(drawn)}
        figures.append(score(sample, answers).get(key, {}).get(field, 0.0))
    figures.sort()
    return figures[int(0.025 * ROUNDS)], figures[int(0.975 * ROUNDS)]


def report(scorer: ModuleType, path: Path, coder: Coder, kind: str, wanted: list[Any]) -> None:
    """Codes a file and prints the wanted figures."""
    gold = read_gold(scorer, path)
    coded = {row["id"]: row for row in code_records(gold.values(), coder)}
    for task, rows in wanted:
        score = attribute_scorer(scorer) if task == "attributes" else scorer.TASKS[task]
        figures = score(gold, coded)
        for label, key, field in rows:
            if key in figures:
                low, high = interval(score, gold, coded, key, field)
                value = figures[key][field]
                print(f"{task:10} {label:28} {kind:8} {value:.3f}  [{low:.3f}, {high:.3f}]  {len(gold)} documents")
        if "invented" in figures:
            print(f"{task:10} {'numbers made up':28} {kind:8} {figures['invented']['count']}")
        if task == "pairs" and kind == "clean":
            print("\n".join(f"    {line}" for line in class_lines(gold, coded)))


def report_peers(scorer: ModuleType, path: Path, python: str, wanted: list[Any]) -> None:
    """Prints the wanted figures of money for each other library, or that it is not installed."""
    gold = read_gold(scorer, path)
    for peer in PEERS:
        coded = ask_peer(python, peer, gold)
        for label, key, field in wanted:
            name = f"{label}: {peer}"
            if coded is None:
                print(f"{'money':10} {name:36} not installed; benchmarks/peers.py tells how")
                continue
            score = scorer.TASKS["money"]
            low, high = interval(score, gold, coded, key, field)
            value = score(gold, coded)[key][field]
            print(f"{'money':10} {name:36} clean {value:.3f}  [{low:.3f}, {high:.3f}]  {len(gold)} documents")


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    options = parser.parse_args()
    scorer, coder = load_scorer(options.folder), Coder()
    files: dict[str, list[Any]] = {}
    for task, name, rows in TABLE:
        files.setdefault(name, []).append((task, rows))
    with tempfile.TemporaryDirectory() as temporary:
        pairs = options.folder / "dev" / "plv_train.jsonl"
        own = {path.name: path for path in write_texts(Path(temporary), pairs, coder)}
        mangled = Path(temporary) / "mangled"
        mangled.mkdir()
        for name, wanted in files.items():
            path = own.get(name, options.folder / "dev" / name)
            report(scorer, path, coder, "clean", wanted)
            if name == "money.jsonl":
                report_peers(scorer, path, options.peers, wanted[0][1])
            else:
                # degrade.py drops the gold of money and sentences: what is left is scored by article.
                kept = [(task, rows) for task, rows in wanted if task not in ("money", "attributes")]
                report(scorer, mangle(options.folder, path, mangled), coder, "mangled", kept)


if __name__ == "__main__":
    main()
