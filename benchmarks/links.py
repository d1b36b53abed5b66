"""How often the countries of an amount are right, on amounts of whole articles that a reader labelled."""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from tasks.extract.money.number_words import MAGNITUDES

Row = dict[str, Any]
Hits = list[tuple[str, bool, bool]]
LABELS = Path(__file__).parents[1] / "training" / "labels" / "money_links.jsonl"
SIDES = ("payer", "payee", "pair")
ROUNDS = 1000


def read_link_labels(path: Path = LABELS) -> list[Row]:
    """The labelled articles; the texts lie outside."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def judge(label: Row, coded: Row) -> Hits:
    """For each labelled amount its article, whether the set of countries is right, and whether their parts are, too.

    coded: what the coder says of the article. An amount may have more than one right reading; one that the coder did
    not find is wrong unless it has no country.
    """
    return [(label["id"], *_judge_amount(one, coded["money"])) for one in label["money"]]


def _judge_amount(one: Row, answers: list[Row]) -> tuple[bool, bool]:
    found = (row for row in answers if row["start"] < one["end"] and row["end"] > one["start"])
    answer = next(found, dict.fromkeys(SIDES))
    states = {_states(links) for links in one["links"]}
    parts = [[links[side] for side in SIDES] for links in one["links"]]
    return _states(answer) in states, [answer[side] for side in SIDES] in parts


def _states(links: Row) -> frozenset[str]:
    return frozenset({links["payer"], links["payee"], *(links["pair"] or ())} - {None})


def mangled_label(label: Row, text: str, origin: Sequence[int], degrade: ModuleType) -> Row:
    """The label of an article as degrade.py leaves it: the amounts of which a word of magnitude is left.

    text, origin: the mangled text, and where each of its characters stood before.
    """
    money = []
    for one in label["money"]:
        span = degrade.carry((one["start"], one["end"]), origin)
        if span and MAGNITUDES.keys() & text[slice(*span)].split():
            money.append(one | dict(zip(("start", "end"), span, strict=True)))
    return label | {"money": money}


def interval(hits: Hits, which: int) -> tuple[float, float]:
    """The middle 95 % of the share, drawing articles with replacement."""
    rng = random.Random(5)  # noqa: S311
    articles: dict[str, list[bool]] = {}
    for hit in hits:
        articles.setdefault(hit[0], []).append(bool(hit[which]))
    shares = []
    for _ in range(ROUNDS):
        drawn = [found for one in rng.choices(list(articles.values()), k=len(articles)) for found in one]
        shares.append(sum(drawn) / len(drawn))
    shares.sort()
    return shares[int(0.025 * ROUNDS)], shares[int(0.975 * ROUNDS)]


def link_lines(labels: list[Row], coded: dict[str, Row]) -> Iterator[str]:
    """The report, a line for each part of the labels: all amounts, then those bound to a country and those to none."""
    for part in sorted({label["part"] for label in labels}):
        mine = [label for label in labels if label["part"] == part]
        amounts = [(one, hit) for label in mine for one, hit in _judged(label, coded[label["id"]])]
        for name, wanted in (("all", (True, False)), ("bound", (True,)), ("to none", (False,))):
            hits = [hit for one, hit in amounts if any(map(_states, one["links"])) in wanted]
            yield f"  {part:8} {name:8} {len(hits):4} amounts  " + "  ".join(_figures(hits))


def _judged(label: Row, coded: Row) -> Iterator[tuple[Row, tuple[str, bool, bool]]]:
    yield from zip(label["money"], judge(label, coded), strict=True)


def _figures(hits: Hits) -> Iterator[str]:
    for which, name in ((1, "countries"), (2, "payer, payee and pair")):
        if hits:
            low, high = interval(hits, which)
            yield f"{name} {sum(bool(hit[which]) for hit in hits) / len(hits):.3f} [{low:.3f}, {high:.3f}]"
