"""Money on labelled sentences, beside other libraries that read amounts.

    benchmarks/money [--eval EVAL_FOLDER] [--texts CORPORA] [--peers PYTHON]

EVAL_FOLDER holds score.py, degrade.py and dev/money.jsonl. CORPORA holds the texts that training/labels/money.jsonl
points into: sentences that were drawn at random, read and labelled before the rules were mended on others. PYTHON is
an interpreter with quantulum3 or recognizers-text-number-with-unit (and emoji below 2) installed (benchmarks/peers.py
tells how); a peer that it lacks is left out with a line that says so. The countries of the amounts are measured on
whole articles of the corpora (training/labels/money_links.jsonl), as they are and mangled.
"""

import argparse
import gzip
import json
import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from types import ModuleType

from benchmarks.accuracy import Rows, load_scorer
from benchmarks.links import Row, is_lost, link_lines, mangled_label, read_link_labels, still_named, unwrapped
from benchmarks.peers import PEERS, ask_peer
from tasks.extract.coder import Coder
from tasks.extract.record import code_records

ROOT = Path(__file__).parents[1]
LABELS = ROOT / "training" / "labels" / "money.jsonl"
CORPORA = ("reuters21578_dev.jsonl.gz", "modern_dev.jsonl.gz")
FIGURES = ("span", "value+currency")
BLANKS = re.compile(r"\s+")


def read_articles(folder: Path, wanted: set[str]) -> Rows:
    """The wanted articles by id, each with `text` and `published_at`."""
    articles = {}
    for name in CORPORA:
        with gzip.open(folder / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row["id"] in wanted:
                    articles[row["id"]] = row
    return articles


def gold_of_label(label: Rows, text: str, degrade: ModuleType) -> Rows:
    """A labelled sentence as the scorer wants it: on one line, with offsets in it; mangled where the label says so."""
    start, end = label["sentence"]
    sentence = text[start:end]
    key = f"{label['id']}#{start}{'-mangled' if label['mangled'] else ''}"
    if label["mangled"]:
        mangled, _ = degrade.degrade(" ".join(sentence.split()))
        return {"id": key, "text": mangled, "money": label["money"]}
    money = [one | {side: _joined(sentence, one[side]) for side in ("start", "end")} for one in label["money"]]
    return {"id": key, "text": BLANKS.sub(" ", sentence), "money": money}


def _joined(text: str, offset: int) -> int:
    """The offset once every run of blanks is one."""
    return len(BLANKS.sub(" ", text[:offset]))


def read_labels(folder: Path, evaluation: Path) -> Rows:
    """The labelled sentences of the corpora by id."""
    labels = [json.loads(line) for line in LABELS.read_text(encoding="utf-8").splitlines()]
    articles = read_articles(folder, {label["id"] for label in labels})
    degrade = load_scorer(evaluation, "degrade")
    known = [(label, articles[label["id"]]["text"]) for label in labels if label["id"] in articles]
    rows = [gold_of_label(label, text, degrade) for label, text in known]
    return {row["id"]: row for row in rows}


def report(scorer: ModuleType, name: str, gold: Rows, coder: Coder, python: str) -> None:
    """Prints precision, recall and F1 of Detente and of each peer on one set."""
    amounts = sum(len(row["money"]) for row in gold.values())
    print(f"{name}: {len(gold)} sentences, {amounts} amounts")
    answers: dict[str, Rows | None] = {"detente": {row["id"]: row for row in code_records(gold.values(), coder)}}
    answers |= {peer: ask_peer(python, peer, gold) for peer in PEERS}
    for who, coded in answers.items():
        if coded is None:
            print(f"  {who:18} left out: not installed in {python}; give another Python with --peers")
            continue
        score = scorer.TASKS["money"](gold, coded)
        figures = "  ".join(
            f"{key} P {score[key]['precision']:.3f} R {score[key]['recall']:.3f} F1 {score[key]['f1']:.3f}"
            for key in FIGURES
        )
        print(f"  {who:18} {figures}  numbers made up {score['invented']['count']}")


def report_links(folder: Path, evaluation: Path, coder: Coder) -> None:
    """Prints how often the countries of an amount are right; articles that the corpora lack are left out."""
    labels = read_link_labels()
    articles = read_articles(folder, {label["id"] for label in labels})
    pairs = [unwrapped(label, articles[label["id"]]["text"]) for label in labels if label["id"] in articles]
    known, texts = [label for label, _ in pairs], {label["id"]: text for label, text in pairs}
    dates = {key: row["published_at"] for key, row in articles.items()}
    print(f"training/labels/money_links.jsonl: {len(known)} articles ({len(labels) - len(known)} not in these corpora)")
    coded = _code(texts, dates, coder)
    print("\n".join(link_lines(known, coded)))
    degrade = load_scorer(evaluation, "degrade")
    mangled = {key: degrade.degrade(text) for key, text in texts.items()}
    answers = _code({key: text for key, (text, _) in mangled.items()}, dates, coder)
    print("\n".join(_mangled_lines(known, texts, coded, mangled, answers, degrade)))


def _mangled_lines(
    known: list[Row],
    texts: dict[str, str],
    coded: Rows,
    mangled: dict[str, tuple[str, list[int]]],
    answers: Rows,
    degrade: ModuleType,
) -> Iterator[str]:
    """The report on the mangled articles; coded, answers: what the coder says of the whole and of the mangled ones."""
    left, named = [], []
    for label in known:
        key = label["id"]
        left.append(mangled_label(label, *mangled[key], degrade))
        lost = partial(is_lost, text=texts[key], mangled=mangled[key][0], origin=mangled[key][1], degrade=degrade)
        named.append(still_named(label, left[-1], coded[key], texts[key], lost))
    yield "the same articles mangled, amounts with a word of magnitude left:"
    yield from link_lines(left, answers)
    yield 'of these the amounts whose states are still named (every "U.S." is gone):'
    yield from link_lines(named, answers)


def _code(texts: dict[str, str], dates: dict[str, str | None], coder: Coder) -> Rows:
    rows = [{"id": key, "text": text, "published_at": dates[key]} for key, text in texts.items()]
    return {row["id"]: row for row in code_records(rows, coder)}


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--eval", type=Path, required=True, dest="folder")
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--peers", default=sys.executable)
    options = parser.parse_args()
    scorer, coder = load_scorer(options.folder), Coder()
    report(scorer, "money.jsonl", scorer.read(options.folder / "dev" / "money.jsonl"), coder, options.peers)
    if options.texts:
        report(scorer, "training/labels/money.jsonl", read_labels(options.texts, options.folder), coder, options.peers)
        report_links(options.texts, options.folder, coder)
    else:
        print("countries of the amounts: left out; they are measured on the corpora, give these with --texts")


if __name__ == "__main__":
    main()
