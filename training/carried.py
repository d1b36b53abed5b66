"""Examples of pairs where the sentence leaves a state or both unnamed, as the coder carries them in (carry.py)."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from tasks.extract.carry import LOOK_BACK, Passage, carried_pairs, carried_states, make_passage

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

    bounds, found: all sentences of the text and their states with rows of spans; relations: those of the sentence; all
    in characters of the text.
    """
    own, before = found[number], [found[i] for i in range(number - 1, -1, -1)][:LOOK_BACK]
    for carried in carried_states(list(own), [list(states) for states in before]):
        naming = number - carried.back
        mention = max(tuple(row["span"]) for row in found[naming][carried.state])
        passage = make_passage(text, _pair(bounds[naming]), mention, _pair(bounds[number]))
        read = [states for i, states in enumerate(found) if number - LOOK_BACK <= i <= number]
        for code in own:
            yield from _example(passage, read, (code, carried.state), relations, extra)


def unnamed_examples(
    text: str,
    bounds: list[list[int]],
    found: list[States],
    number: int,
    relations: list[Row],
    extra: Row,
) -> Iterator[Row]:
    """One example for each two states that were named just before sentence `number`, which names none itself.

    Arguments as of carried_examples.
    """
    before = [found[i] for i in range(number - 1, -1, -1)][:LOOK_BACK]
    if found[number]:
        return
    for pair in carried_pairs([list(states) for states in before]):
        naming = number - max(one.back for one in pair)
        mentions = [[tuple(row["span"]) for row in found[naming].get(one.state, ())] for one in pair]
        mention = min(max(spans) for spans in mentions if spans)
        passage = make_passage(text, _pair(bounds[naming]), mention, _pair(bounds[number]))
        read = [states for i, states in enumerate(found) if number - LOOK_BACK <= i <= number]
        examples = _example(passage, read, (pair[0].state, pair[1].state), relations, extra)
        yield from (one for one in examples if one["a"] and one["b"])


def _example(
    passage: Passage, read: list[States], pair: tuple[str, str], relations: list[Row], extra: Row
) -> Iterator[Row]:
    """The example of two states in a passage; none where they do nothing and training need not see it."""
    acts = [r for r in relations if {r["source"], r["target"]} == set(pair)]
    if not acts and extra["split"] != "held" and not _is_kept(f"{passage.text}{pair[0]}"):
        return
    sides = [marked(read, passage, lambda code, wanted=wanted: code == wanted) for wanted in pair]
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


def _is_kept(key: str) -> bool:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF < KEPT_NEGATIVES


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
