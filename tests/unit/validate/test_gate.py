"""The gate: every rejected row says why, nothing is lost, nothing is let through."""

import json
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas import Money, Relation
from tasks.validate.gate import ContractError, gate, refuse_orphans


def relation(**changes):
    row = {
        "relation_id": "0" * 16,
        "article_id": "a" * 16,
        "sentence_no": 0,
        "source": "RUS",
        "target": "PAK",
        "is_symmetric": False,
        "event": "AID",
        "quad": "material_cooperation",
        "context": "aid",
        "status": "actual",
        "intensity": 7.0,
        "score": 0.9,
        "evidence_start": 0,
        "evidence_end": 10,
        "event_date": None,
        "coder_version": "test",
    }
    return row | changes


def money(**changes):
    row = dict.fromkeys(Money.columns()) | {
        "money_id": "0" * 16,
        "article_id": "a" * 16,
        "sentence_no": 0,
        "start": 0,
        "end": 9,
        "text": "2 mln yen",
        "currency": "JPY",
        "amount_min": 2e6,
        "amount_max": 2e6,
        "qualifier": "exact",
        "kind": "amount",
        "purpose": "other",
        "published_date": date(2020, 1, 11),
        "usd_min": 2e4,
        "usd_max": 2e4,
        "usd_rate": 0.01,
        "rate_date": date(2020, 1, 10),
        "coder_version": "test",
    }
    return row | changes


def test_good_rows_pass_unchanged():
    frame = Relation.frame([relation()])
    gated = gate(frame, "relation")
    assert gated.accepted.equals(frame)
    assert gated.rejected.is_empty()


NO_DOLLARS = dict.fromkeys(("usd_min", "usd_max", "usd_rate", "rate_date"))


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"rate_date": None}, "dollars_need_a_rate"),
        ({"usd_rate": None}, "dollars_need_a_rate"),
        ({"usd_null_reason": "no_number"}, "dollars_need_a_rate"),
        (NO_DOLLARS, "dollars_need_a_rate"),
        ({"usd_max": 2e5}, "dollars_are_amount_times_rate"),
        ({"usd_max": None}, "dollars_are_amount_times_rate"),
        ({"rate_date": date(2020, 1, 3)}, "rate_is_of_its_time"),
        ({"rate_date": date(2020, 1, 12)}, "rate_is_of_its_time"),
        ({"published_date": None}, "rate_is_of_its_time"),
        (NO_DOLLARS | {"usd_null_reason": "unknown"}, "usd_null_reason"),
    ],
)
def test_dollars_that_cannot_be_checked_are_refused(changes, named):
    good = [money(), money(money_id="2" * 16, **NO_DOLLARS, usd_null_reason="before_rates")]
    gated = gate(Money.frame([*good, money(money_id="1" * 16, **changes)]), "money")
    assert gated.accepted["money_id"].to_list() == ["0" * 16, "2" * 16]
    (row,) = gated.rejected.to_dicts()
    assert named in row["reason"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"event": "HUG"}, "event"),
        ({"target": "RUS"}, "is_between_two"),
        ({"score": 1.5}, "score"),
        ({"source": "russia"}, "source"),
        ({"is_symmetric": True}, "symmetric_is_ordered"),
        ({"status": None}, "status"),
    ],
)
def test_a_bad_row_goes_to_quarantine_with_its_reason(changes, named):
    bad = relation(relation_id="1" * 16, **changes)
    gated = gate(Relation.frame([relation(), bad]), "relation")
    assert gated.accepted["relation_id"].to_list() == ["0" * 16]
    (row,) = gated.rejected.to_dicts()
    assert named in row["reason"]
    assert row["item"] == "a" * 16
    assert json.loads(row["row_json"])["relation_id"] == "1" * 16


def test_a_missing_column_is_an_error_of_the_code():
    with pytest.raises(ContractError, match="event"):
        gate(Relation.frame([relation()]).drop("event"), "relation")


def test_orphans_are_refused():
    frame = Relation.frame([relation(), relation(relation_id="2" * 16, article_id="b" * 16)])
    gated = refuse_orphans(frame, "relation", "article_id", ["a" * 16])
    assert gated.accepted.height == gated.rejected.height == 1
    assert "no accepted article" in gated.rejected["reason"][0]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-1, 2), min_size=1, max_size=12))
def test_no_row_is_lost_and_ids_are_stable(scores):
    rows = [relation(relation_id=f"{i:016x}", score=score) for i, score in enumerate(scores)]
    first, second = (gate(Relation.frame(rows), "relation") for _ in range(2))
    assert first.accepted.height + first.rejected.height == len(scores)
    assert first.accepted.height == sum(0 <= score <= 1 for score in scores)
    assert first.rejected.equals(second.rejected)
    assert isinstance(first.rejected, pl.DataFrame)
