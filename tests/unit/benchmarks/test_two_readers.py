"""Two readers' relations: what both have is sure, as far as they have it alike."""

from types import ModuleType
from typing import Any

import pytest

from benchmarks.two_readers import agreement, merge


@pytest.fixture
def scorer() -> ModuleType:
    """The evaluation's levels, in short: the pair, its direction, the event."""
    module = ModuleType("scorer")
    module.LEVELS = ("dyad", "directed", "event")

    def expand(relations: list[dict[str, Any]], level: str) -> set[tuple[str, ...]]:
        keys: set[tuple[str, ...]] = set()
        for one in relations:
            pair = (one["source"], one["target"])
            for ends in {pair, pair[::-1]} if one["symmetric"] else {pair}:
                key = tuple(sorted(ends)) if level == "dyad" else ends
                keys.add((*key, one["event"]) if level == "event" else key)
        return keys

    module.expand = expand
    return module


def told(sent: int, pair: str, event: str) -> dict[str, Any]:
    ends = {"source": pair[:3], "target": pair[4:], "symmetric": pair[3] == "="}
    return {"sent": sent, **ends, "event": event, "context": "other", "confidence": 2}


def shown(merged: list[dict[str, Any]]) -> set[tuple[Any, ...]]:
    return {(row["sent"], row["event"], row["confidence"], row.get("debatable_from")) for row in merged}


def test_what_both_have_is_sure_as_far_as_they_have_it_alike(scorer: ModuleType) -> None:
    first = [told(0, "FRA>PER", "ACCUSE"), told(1, "FRA>PER", "AID"), told(2, "FRA=PER", "CONSULT")]
    second = [
        told(0, "FRA>PER", "ACCUSE"),
        told(1, "FRA>PER", "COOPERATE"),
        told(2, "FRA>PER", "CONSULT"),
        told(3, "PER>FRA", "REJECT"),
    ]
    assert shown(merge(first, second, scorer)) == {
        (0, "ACCUSE", 2, None),
        (1, "AID", 2, "event"),
        (1, "COOPERATE", 2, "event"),
        (2, "CONSULT", 2, "directed"),
        (3, "REJECT", 1, None),
    }
    assert len(merge(first, second, scorer)) == 6  # sentence 2 stands in both forms


def test_agreement_counts_each_sentence_apart(scorer: ModuleType) -> None:
    pairs = [([told(0, "FRA>PER", "AID"), told(1, "FRA>PER", "AID")], [told(0, "FRA>PER", "AID")])]
    assert agreement(pairs, "event", scorer) == pytest.approx(2 / 3)
    assert agreement([([], [])], "event", scorer) == 0.0
