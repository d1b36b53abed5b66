"""Examples of pairs where the sentence leaves one state unnamed, as the coder carries it in (tasks.extract.carry)."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

from tasks.extract.carry import LOOK_BACK, carried_states, context_window, within

Row = dict[str, Any]
Direct = Callable[[Row, str], Row]

WHOLE = (0, 1 << 30)
# Of the carried pairs without a relation, far the most, training sees this share.
KEPT_NEGATIVES = 0.4


def carried_examples(
    texts: list[str], found: list[dict[str, list[Row]]], number: int, relations: list[Row], extra: Row, direct: Direct
) -> Iterator[Row]:
    """One example for each state that sentence `number` names with each that was named just before.

    texts, found: all sentences of the article and their states with rows of spans; relations: those of the sentence,
    with spans relative to it; direct: makes a relation's target row, given the state that is A.
    """
    own, before = found[number], [found[i] for i in range(number - 1, -1, -1)][:LOOK_BACK]
    for carried in carried_states(list(own), [list(states) for states in before]):
        context, named = texts[number - carried.back], before[carried.back - 1]
        window = context_window(context, [row["span"] for row in named[carried.state]])
        head = context[slice(*window)]
        focus = len(head) + 1
        sides = {c: _moved(named.get(c, []), window, 0) + _moved(own.get(c, []), WHOLE, focus) for c in {*named, *own}}
        for code in own:
            acts = [r for r in relations if {r["source"], r["target"]} == {code, carried.state}]
            if not acts and extra["split"] == "train" and not _is_kept(f"{head}{texts[number]}{code}"):
                continue
            rest = sorted({*sides} - {code, carried.state})
            yield {
                "text": f"{head} {texts[number]}",
                "focus": focus,
                "a": sides[code],
                "b": sides[carried.state],
                "c": [row for other in rest for row in sides[other]],
                "iso3": [code, carried.state],
                "relations": [_shifted(direct(r, code), focus) for r in acts],
                **extra,
            }


def _is_kept(key: str) -> bool:
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) / 0xFFFFFFFF < KEPT_NEGATIVES


def _moved(rows: list[Row], window: tuple[int, int], shift: int) -> list[Row]:
    kept = [(row, within([tuple(row["span"])], window, shift)) for row in rows]
    return [{**row, "span": list(spans[0])} for row, spans in kept if spans]


def _shifted(relation: Row, focus: int) -> Row:
    evidence = relation["evidence"]
    return {**relation, "evidence": evidence and [at + focus for at in evidence]}
