"""Recognised countries against the human tags (`places`) of Reuters-21578: micro figures and the worst countries.

    benchmarks/countries CORPORA_FOLDER [--part held|open|all] [--limit N] [--degrade DEGRADE.py] [--show ISO3]

CORPORA_FOLDER holds reuters21578_dev.jsonl.gz. A third of the articles, chosen by their id, is "held": rules and seeds
are mended by reading the open part only. Tags name an article's topics, so places named in passing are often untagged,
and an article on a firm is tagged with its state though the text never names it: the figures compare versions. The
disagreements are counted by kind, which the text alone decides.
"""

import argparse
import gzip
import importlib.util
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any
from zlib import crc32

from tasks.clean.text import clean_text
from tasks.extract.coder import Coder
from tasks.extract.extensions import mentions
from tasks.extract.gazetteer import fold, gazetteer
from tasks.extract.pipeline import NAMING
from tasks.extract.record import make_codable

CORPUS = "reuters21578_dev.jsonl.gz"
# Tags that are no name of their state.
TAGS = {"antigua": "ATG", "trinidad-tobago": "TTO", "yemen-arab-republic": "YEM", "yemen-demo-republic": "YMD"}
BLOC = "EUU"  # never tagged as a place
WORST = 12
PLAIN = frozenset({"name", "demonym", "capital", "city", "region"})
Row = dict[str, Any]


def tag_state(tag: str) -> str:
    """The state of a tag such as "west-germany"."""
    terms = gazetteer().names.get(fold(tag.replace("-", " ")), ())
    states = [TAGS[tag]] if tag in TAGS else [term.iso3 for term in terms if term.iso3]
    if not states:
        raise SystemExit(f'{CORPUS}: tag "{tag}" names no state; add it to TAGS in benchmarks/countries.py')
    return states[0]


def read_tagged(path: Path, part: str) -> Iterator[Row]:
    """The tagged articles of a part, with the headline on top and their tags as `gold`."""
    if not path.is_file():
        raise SystemExit(f"{path} is missing: give the folder that holds {CORPUS}")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            is_held = crc32(row["id"].encode()) % 3 == 0
            if row.get("places") and (part == "all" or (part == "held") == is_held):
                text = f"{row['title']}\n\n{row['text']}"
                yield {**row, "text": text, "gold": {tag_state(tag) for tag in row["places"]}}


def load_degrade(path: Path) -> ModuleType:
    """The script that mangles text, as a module."""
    spec = importlib.util.spec_from_file_location("degrade", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise SystemExit(f"{path} is no Python file: give the path of degrade.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recognise(rows: Iterable[Row], coder: Coder) -> Iterator[tuple[Row, dict[str, str]]]:
    """Each article, with `kinds` of the names of each state found, and each state with the first text that names it."""
    for row in rows:
        doc = next(coder.code([make_codable(row, clean_text(row["text"]))]))
        found: dict[str, str] = {}
        kinds: dict[str, list[str]] = {}
        for span in mentions(doc):
            if span.kb_id_ and span.kb_id_ != BLOC:
                found.setdefault(span.kb_id_, span.text)
                kinds.setdefault(span.kb_id_, []).append(span.id_)
        yield {**row, "kinds": kinds}, found


@cache
def surfaces(iso3: str) -> re.Pattern[str]:
    """Any name, demonym, capital, city or region of a state, as whole words of folded text."""
    terms = gazetteer().names.items()
    places = {name for name, readings in terms for term in readings if term.iso3 == iso3 and term.kind in PLAIN}
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, sorted(places, key=len, reverse=True))) + r")(?!\w)")


def why_missed(row: Row, iso3: str) -> str:
    """What the text has of a tagged state that was not found."""
    if surfaces(iso3).search(fold(row["text"])) is None:
        return "never named by name, demonym or place"
    body = row["text"].split(" - ", 1)[-1]
    return "named, but not read so" if surfaces(iso3).search(fold(body)) else "dateline only"


def why_extra(row: Row, iso3: str) -> str:
    """How the text names a state that was found and is no tag."""
    kinds = row["kinds"][iso3]
    if not set(kinds) & {"name", "demonym", "capital"}:
        return f"only by {', '.join(sorted(set(kinds)))}" if len(set(kinds)) == 1 else "only by several of these"
    return "named once, in passing" if len(kinds) == 1 else "named more than once"


def print_figures(label: str, hits: Counter[str], extra: Counter[str], missed: Counter[str]) -> None:
    """Micro precision, recall and F1, then the countries with most false and most missing states."""
    right, wrong, lost = hits.total(), extra.total(), missed.total()
    precision, recall = right / max(1, right + wrong), right / max(1, right + lost)
    f1 = 2 * right / max(1, 2 * right + wrong + lost)
    print(f"{label:8} precision {precision:.3f}  recall {recall:.3f}  F1 {f1:.3f}")
    for name, counts in (("untagged", extra), ("missed", missed)):
        listed = (f"{iso3} {n} (right {hits[iso3]})" for iso3, n in counts.most_common(WORST))
        print(f"  {name + ':':10}{', '.join(listed)}")


def score(label: str, rows: Iterable[Row], coder: Coder, shown: str) -> None:
    """Recognises and prints the figures; with `shown` a state, also each article that disagrees on it."""
    hits, extra, missed = Counter[str](), Counter[str](), Counter[str]()
    why = Counter[str]()
    for row, found in recognise(rows, coder):
        hits.update(row["gold"] & found.keys())
        extra.update(found.keys() - row["gold"])
        missed.update(row["gold"] - found.keys())
        why.update(f"missed: {why_missed(row, iso3)}" for iso3 in row["gold"] - found.keys())
        why.update(f"untagged: {why_extra(row, iso3)}" for iso3 in found.keys() - row["gold"])
        if shown in row["gold"] ^ found.keys():
            print(f"  {row['id']} {'untagged: ' + found[shown] if shown in found else 'missed'}")
    print_figures(label, hits, extra, missed)
    for kind, times in sorted(why.items(), key=lambda item: (item[0].split(":")[0], -item[1])):
        print(f"  {times:6} {kind}")


def main() -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--part", choices=("held", "open", "all"), default="held")
    parser.add_argument("--limit", type=int, help="the first N articles only")
    parser.add_argument("--degrade", type=Path, help="score the text as this script mangles it, too")
    parser.add_argument("--show", default="", metavar="ISO3", help="list the articles that disagree on a state")
    options = parser.parse_args()
    coder = Coder(NAMING)
    rows = list(islice(read_tagged(options.folder / CORPUS, options.part), options.limit))
    print(f"{len(rows)} articles, part {options.part}")
    score("clean", rows, coder, options.show)
    if options.degrade:
        mangle = load_degrade(options.degrade).degrade
        score("mangled", [{**row, "text": mangle(row["text"])[0]} for row in rows], coder, options.show)


if __name__ == "__main__":
    main()
