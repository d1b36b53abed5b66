"""A second look at the model's answers with the whole article in view.

The model reads a pair of states in one passage. Whether they do something there is likelier where other sentences of
the article say that they do, where the article is about them, where no third state is carried in beside them. Two
logistic regressions over these and the model's own answer give the probability that the pair does anything, and that
of each event; training/coherence.py fits their weights.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

# What the model gives no more than this is not looked at again.
FLOOR = 0.02
LOOK_BACK = 2
MOST_SENTENCES = 3
MOST_CHARACTERS = 400
PRONOUN = re.compile(r"\b(?:he|she|it|they|his|her|its|their|we|our|him|them)\b", re.IGNORECASE)
# Phrases that take up what was spoken of: "both sides", "the minister", "the agreement".
AGAIN = re.compile(
    r"\b(?:both|two) (?:sides|countries|leaders|nations|governments|ministers)\b"
    r"|\b(?:the|his|her|their) (?:minister|president|country|government|kingdom|republic|talks|agreement|deal|sanctions"
    r"|attack|move|visit|aid|embassy|neighbou?r\w*|capital)\b",
    re.IGNORECASE,
)
_EXCHANGED = [1, 0, 2]
_KINDS = ("named", "carried", "unnamed")
_COMMON = ("gate", "likeliest", "elsewhere", "just before", "states")
_OTHER = (
    *("elsewhere named", "is elsewhere named", "sentences naming both", "pronoun", "taken up", "carried states"),
    *("share of the first", "share of the second", "second is the main state", "length"),
)
_OF_BOTH = (
    *_KINDS,
    *(f"{group}: {name}" for group in ("named", "other") for name in _COMMON),
    "named: lesser share",
    *(f"other: {name}" for name in _OTHER),
)
PAIR_FEATURES = (*_OF_BOTH, "named: any", "other: any")
EVENT_FEATURES = (
    *_OF_BOTH,
    *(f"{kind}: own" for kind in _KINDS),
    *(f"{group}: {name}" for group in ("named", "other") for name in ("is likeliest", "same elsewhere")),
)
Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Question:
    """A pair that the model may be asked about.

    kind: "named" where the sentence names both, "carried" where it names `first` alone, "unnamed" where neither.
    place: number of the sentence, or of the stretch of one, in the article; states: those that it names; text: it.
    """

    kind: str
    first: str
    second: str
    place: int
    states: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Answered:
    """A question and the model's answer: probabilities, shape (3 directions, events), and what the gate said."""

    question: Question
    events: np.ndarray
    gate: float

    @property
    def pair(self) -> tuple[str, ...]:
        """The two states in alphabetical order."""
        return tuple(sorted((self.question.first, self.question.second)))

    @property
    def ordered(self) -> np.ndarray:
        """The probabilities from the first to the second in alphabetical order."""
        return self.events if self.question.first <= self.question.second else self.events[_EXCHANGED]


@dataclass(frozen=True)
class _Article:
    """What all questions of an article say of its states.

    ranks: of the places that have a question, in their order; counts: how many of them name a state; most: the highest
    of these; carried: the states that are carried into a place that names another.
    """

    ranks: dict[int, int]
    counts: Counter[str]
    most: int
    carried: dict[int, set[str]]

    def share(self, state: str) -> float:
        """The share of the sentences that name the state."""
        return self.counts[state] / len(self.ranks)


@dataclass(frozen=True)
class _Beside:
    """What the answers on the same pair in other sentences say, 0 where there is none.

    events: the highest of each, from the answer's own first state to its second; likeliest: the highest of all; named:
    the same of sentences that name both; count_named: how many of these there are; before: the highest within the
    LOOK_BACK sentences before.
    """

    events: np.ndarray
    likeliest: float
    named: float
    count_named: int
    before: float


def reconsider(
    questions: Sequence[Question], answers: Sequence[Answered], weights: Weights
) -> list[tuple[float, np.ndarray]]:
    """For each answer the probability that the pair does anything, and those of its events, of the answer's own shape.

    questions: all of the article, in its order; answers: to those that the gate let through. weights: "pair" and
    "event", each for its features, and "offset".
    """
    of_pair, of_event = features(questions, answers)
    pairs = _weigh(of_pair, weights["pair"], PAIR_FEATURES)
    events = _weigh(of_event, weights["event"], EVENT_FEATURES)
    return [
        (float(pair), np.where(one.events > FLOOR, event, 0.0))
        for one, pair, event in zip(answers, pairs, events, strict=True)
    ]


def _weigh(values: Sequence[np.ndarray], weights: Mapping[str, float], names: Sequence[str]) -> list[np.ndarray]:
    vector = np.array([weights[name] for name in names])
    return [_sigmoid(one @ vector + weights["offset"]) for one in values]


def features(questions: Sequence[Question], answers: Sequence[Answered]) -> tuple[list[np.ndarray], list[np.ndarray]]:
    """For each answer the values of PAIR_FEATURES; and of EVENT_FEATURES, shape (3 directions, events, features)."""
    article = _survey(questions)
    same: dict[tuple[str, ...], list[int]] = {}
    for number, one in enumerate(answers):
        same.setdefault(one.pair, []).append(number)
    pairs: list[np.ndarray] = [np.empty(0)] * len(answers)
    events: list[np.ndarray] = [np.empty(0)] * len(answers)
    for numbers in same.values():
        mine = [answers[number] for number in numbers]
        for number, one, beside in zip(numbers, mine, _besides(mine, article), strict=True):
            own = _of_pair(one, beside, article)
            whole = own | {f"{_group(one.question)}: any": _logit(1 - np.prod(1 - one.events))}
            pairs[number] = np.array([float(whole.get(name, 0.0)) for name in PAIR_FEATURES])
            cells = own | _of_cell(one, beside)
            layers = [np.broadcast_to(cells.get(name, 0.0), one.events.shape) for name in EVENT_FEATURES]
            events[number] = np.stack(layers, axis=-1).astype(float)
    return pairs, events


def _besides(mine: Sequence[Answered], article: _Article) -> list[_Beside]:
    """Of each answer on a pair what the others say, in time that grows with their number and not with its square."""
    ranks, places = np.unique([article.ranks[one.question.place] for one in mine], return_inverse=True)
    scores = np.array([one.events.max() for one in mine])
    is_named = np.array([one.question.kind == "named" for one in mine])

    def by_place(values: np.ndarray) -> np.ndarray:
        highest = np.zeros((len(ranks), *values.shape[1:]))
        np.maximum.at(highest, places, values)
        return highest

    likeliest = by_place(scores)
    events, elsewhere = _others(by_place(np.stack([one.ordered for one in mine]))), _others(likeliest)
    named = _others(by_place(np.where(is_named, scores, 0.0)))
    counts = np.bincount(places, weights=is_named, minlength=len(ranks))
    of_rank = dict(zip(ranks.tolist(), likeliest.tolist(), strict=True))
    return [
        _Beside(
            events=events[place] if one.question.first <= one.question.second else events[place][_EXCHANGED],
            likeliest=float(elsewhere[place]),
            named=float(named[place]),
            count_named=int(is_named.sum() - counts[place]),
            before=max(of_rank.get(int(ranks[place]) - back, 0.0) for back in range(1, LOOK_BACK + 1)),
        )
        for one, place in zip(mine, places.tolist(), strict=True)
    ]


def _others(values: np.ndarray) -> np.ndarray:
    """The highest of the others along the first axis, 0 where there is none."""
    best = values.argmax(axis=0)
    rest = values.astype(float)
    np.put_along_axis(rest, best[None], 0.0, axis=0)  # no probability is below 0
    is_best = np.arange(len(values)).reshape(-1, *[1] * (values.ndim - 1)) == best[None]
    return np.where(is_best, rest.max(axis=0), values.max(axis=0))


def _survey(questions: Sequence[Question]) -> _Article:
    states = {one.place: one.states for one in questions}
    carried: dict[int, set[str]] = {}
    for one in questions:
        if one.kind == "carried":
            carried.setdefault(one.place, set()).add(one.second)
    counts = Counter(state for named in states.values() for state in named)
    ranks = {place: rank for rank, place in enumerate(sorted(states))}
    return _Article(ranks, counts, max(counts.values(), default=0), carried)


def _of_pair(one: Answered, beside: _Beside, article: _Article) -> dict[str, float]:
    """The features that have one value for all directions and events."""
    asked = one.question
    shares = article.share(asked.first), article.share(asked.second)
    told: dict[str, float] = {
        "gate": float(_logit(one.gate)),
        "likeliest": float(_logit(one.events.max())),
        "elsewhere": beside.likeliest,
        "just before": beside.before,
        "states": len(asked.states),
    }
    if asked.kind == "named":
        told["lesser share"] = min(shares)
    else:
        told |= {
            "elsewhere named": beside.named,
            "is elsewhere named": beside.count_named > 0,
            "sentences naming both": min(MOST_SENTENCES, beside.count_named),
            "pronoun": PRONOUN.search(asked.text) is not None,
            "taken up": AGAIN.search(asked.text) is not None,
            "carried states": len(article.carried.get(asked.place, ())) if asked.kind == "carried" else 0,
            "share of the first": shares[0],
            "share of the second": shares[1],
            "second is the main state": article.counts[asked.second] == article.most,
            "length": min(len(asked.text), MOST_CHARACTERS) / 100,
        }
    return {asked.kind: 1.0} | {f"{_group(asked)}: {name}": value for name, value in told.items()}


def _of_cell(one: Answered, beside: _Beside) -> dict[str, np.ndarray]:
    """The features of each direction and event."""
    group = _group(one.question)
    return {
        f"{one.question.kind}: own": _logit(one.events),
        f"{group}: is likeliest": one.events == one.events.max(),
        f"{group}: same elsewhere": beside.events,
    }


def _group(asked: Question) -> str:
    return "named" if asked.kind == "named" else "other"


def _logit(probability: float | np.ndarray) -> np.ndarray:
    clipped = np.clip(probability, 1e-4, 1 - 1e-4)
    return np.log(clipped / (1 - clipped))


def _sigmoid(logits: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
