"""Two readings of an article make one: what both have is sure."""

from typing import Any

from training.readings import combine, unpack


def told(sent: int, pair: str, event: str, **more: Any) -> dict[str, Any]:
    return {"sent": sent, "source": pair[:3], "target": pair[4:], "symmetric": pair[3] == "=", "event": event} | more


def test_what_both_have_is_sure_and_what_one_has_is_debatable() -> None:
    first = [told(0, "FRA>PER", "AID", confidence=1, status="future"), told(1, "FRA>PER", "REJECT", confidence=2)]
    second = [told(0, "FRA>PER", "AID", confidence=1, status="actual"), told(2, "FRA=PER", "CONSULT", confidence=2)]
    found = {(row["sent"], row["event"]): (row["confidence"], row.get("status")) for row in combine(first, second)}
    assert found == {(0, "AID"): (2, "future"), (1, "REJECT"): (1, None), (2, "CONSULT"): (1, None)}


def test_another_event_of_the_same_pair_is_another_relation() -> None:
    found = combine([told(0, "FRA>PER", "AID")], [told(0, "FRA>PER", "SUPPORT"), told(0, "PER>FRA", "AID")])
    assert [row["confidence"] for row in found] == [1, 1, 1]


def test_a_list_is_a_relation() -> None:
    found = unpack([3, "FRA=PER", "CONSULT", "aid", "future", 1, [0, 6], None, [8, 12]], start=100)
    assert (found["sent"], found["source"], found["target"], found["symmetric"]) == (3, "FRA", "PER", True)
    assert (found["event"], found["context"], found["status"], found["confidence"]) == ("CONSULT", "aid", "future", 1)
    assert (found["source_span"], found["target_span"], found["evidence"]) == ([100, 106], None, [108, 112])
    assert unpack([0, "PER>FRA", "AID", "aid", "actual", 2, None, None, [1, 2]])["symmetric"] is False
