"""Examples of pairs where the sentence leaves a state or both unnamed, as the coder carries them in (carry.py)."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from tasks.extract.carry import LOOK_BACK, Carried, Passage, carried_pairs, carried_states, make_passage

Row = dict[str, Any]
States = dict[str, list[Row]]

# Debatable labels teach less; no label of a pair is as sure a "no relation" as a reader can make it.
WEIGHTS = {2: 1.0, 1: 0.5}
# Of the carried pairs without a relation, far the most, training sees this share.
KEPT_NEGATIVES = 0.4


def carried_examples(
    text: str,
    bounds: list[list[int]],
    found: list[States],
    number: int,
    relations: list[Row],
    extra: Row,
) -> Iterator[Row]:
    """One example for each state that sentence `number` names with each that was named just before.

    Where it names none, for each two of those. bounds, found: all sentences of the text and their states with rows of
    spans; relations: those of the sentence; all in characters of the text.
    """
    read = found[max(0, number - LOOK_BACK) : number + 1]
    for pair, carried in _pairs(read):
        naming = number - max(one.back for one in carried)
        named = [found[naming][one.state] for one in carried if one.state in found[naming]]
        mention = min(max(tuple(row["span"]) for row in rows) for rows in named)
        passage = make_passage(text, _pair(bounds[naming]), mention, _pair(bounds[number]))
        yield from _example(passage, read, pair, relations, extra)


def _pairs(read: list[States]) -> Iterator[tuple[tuple[str, str], tuple[Carried, ...]]]:
    """The pairs that the last sentence of `read` may mean, and those of them that are carried into it."""
    own, before = list(read[-1]), [list(states) for states in read[-2::-1]]
    for one in carried_states(own, before):
        yield from (((code, one.state), (one,)) for code in own)
    if not own:
        yield from (((one.state, two.state), (one, two)) for one, two in carried_pairs(before))


def _example(
    passage: Passage, read: list[States], pair: tuple[str, str], relations: list[Row], extra: Row
) -> Iterator[Row]:
    """The example of two states in a passage; none where they do nothing and training need not see it."""
    acts = [r for r in relations if {r["source"], r["target"]} == set(pair)]
    if not acts and extra["split"] != "held" and not is_kept(f"{passage.text}{pair[0]}"):
        return
    sides = [marked(read, passage, lambda code, wanted=wanted: code == wanted) for wanted in pair]
    if not all(sides):  # the passage leaves out what stands between its pieces
        return
    yield {
        "text": passage.text,
        "focus": passage.focus,
        "a": sides[0],
        "b": sides[1],
        "c": marked(read, passage, lambda code: code not in pair),
        "iso3": list(pair),
        "relations": [moved(direct(r, pair[0]), passage) for r in acts],
        **extra,
    }


def _pair(span: list[int]) -> tuple[int, int]:
    return span[0], span[1]


def is_kept(key: str, share: float = KEPT_NEGATIVES) -> bool:
    """Whether training sees a carried pair without a relation, by a hash of its text and first state."""
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF < share


def marked(read: list[States], passage: Passage, wanted: Callable[[str], bool]) -> list[Row]:
    """The mentions of the wanted states that the passage holds, in its characters."""
    rows = [row for states in read for code, found in states.items() if wanted(code) for row in found]
    kept = [(row, passage.within([tuple(row["span"])])) for row in rows]
    return [{**row, "span": list(spans[0])} for row, spans in kept if spans]


def moved(relation: Row, passage: Passage) -> Row:
    """The relation with its evidence in characters of the passage."""
    spans = passage.within([tuple(relation["evidence"])]) if relation["evidence"] else []
    return {**relation, "evidence": list(spans[0]) if spans else None}


def direct(relation: Row, first: str) -> Row:
    """A labelled relation as a training target, where the state `first` is A."""
    direction = "forward" if relation["source"] == first else "backward"
    return {
        "direction": "symmetric" if relation["symmetric"] else direction,
        "event": relation["event"],
        "status": relation["status"],
        "context": relation["context"],
        "weight": WEIGHTS[relation.get("confidence", 2)],
        "evidence": relation.get("evidence"),
    }
