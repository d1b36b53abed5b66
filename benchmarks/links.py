"""How often the countries of an amount are right, on amounts of whole articles that a reader labelled."""

import json
import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from tasks.clean.layout import arrange
from tasks.extract.money.number_words import MAGNITUDES

Row = dict[str, Any]
Hits = list[tuple[str, bool, bool]]
LABELS = Path(__file__).parents[1] / "training" / "labels" / "money_links.jsonl"
SIDES = ("payer", "payee", "pair")
ROUNDS = 1000
# The amount's own paragraph and those before it: farther back the coder doesn't look.
PARAGRAPHS = 3


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

    text, origin: the mangled text, and where each of its characters stood before. Each amount gets its `number` in the
    label.
    """
    money = []
    for number, one in enumerate(label["money"]):
        span = degrade.carry((one["start"], one["end"]), origin)
        if span and MAGNITUDES.keys() & text[slice(*span)].split():
            money.append(one | {"number": number, "start": span[0], "end": span[1]})
    return label | {"money": money}


def still_named(label: Row, mangled: Row, coded: Row, text: str, lost: Callable[[int, int], bool]) -> Row:
    """The mangled label without the amounts whose states mangling took away: what is left doesn't allow to bind them.

    label, coded: the article before it was mangled and what the coder says of it; `text` has a paragraph a line. A
    state is gone where the amount's paragraph and the two before named it, and all these names are `lost`. A reading
    with such a state is out; so is an amount without another reading.
    """
    named = [(row["iso3"], one["start"], one["end"]) for row in coded["countries"] for one in row["mentions"]]
    money = []
    for one in mangled["money"]:
        start, end = _paragraphs(text, label["money"][one["number"]]["start"])
        near = [(iso3, lost(*span)) for iso3, *span in named if start <= span[0] < end]
        kept, taken = ({iso3 for iso3, is_lost in near if is_lost == wanted} for wanted in (False, True))
        links = [reading for reading in one["links"] if not _states(reading) & (taken - kept)]
        if links:
            money.append(one | {"links": links})
    return mangled | {"money": money}


def is_lost(start: int, end: int, text: str, mangled: str, origin: Sequence[int], degrade: ModuleType) -> bool:
    """Whether a name is no longer whole: degrade.py drops a token with anything but letters in it ("U.S.").

    start, end: characters of `text`, which degrade.py turned into `mangled`; origin: as `mangled_label`.
    """
    span = degrade.carry((start, end), origin)
    letters = [one for one in text[start:end].lower() if one.isalpha()]
    return span is None or [one for one in mangled[slice(*span)] if one.isalpha()] != letters


def unwrapped(label: Row, text: str) -> tuple[Row, str]:
    """The label and its article with a paragraph a line."""
    arranged, offsets = arrange(text)
    origin = [offsets.span(at, at + 1)[0] for at in range(len(arranged))]
    money = [one | {side: bisect_left(origin, one[side]) for side in ("start", "end")} for one in label["money"]]
    return label | {"money": money}, arranged


def _paragraphs(text: str, at: int) -> tuple[int, int]:
    """Where the second paragraph before that of a character begins, and where its own ends."""
    start = at + 1
    for _ in range(PARAGRAPHS):
        start = text.rfind("\n", 0, max(0, start - 1)) + 1
    end = text.find("\n", at)
    return start, end if end >= 0 else len(text)


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
