"""Rows and records: ids that depend on content alone, spans inside their sentences."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from schemas import Mention, Money, Relation
from tasks.extract.components.relations import FoundRelation
from tasks.extract.money import FoundMoney
from tasks.extract.records import (
    SentenceNumbers,
    mention_rows,
    money_records,
    money_rows,
    relation_records,
    relation_rows,
)

TEXT = "Peru met Chile."
SENTENCES = [(0, len(TEXT), False)]


def with_relations(make, *scores):
    doc = make(TEXT, ("Peru", "PER", "name"), ("Chile", "CHL", "name"))
    doc._.relations = [
        FoundRelation("CHL", "PER", True, "CONSULT", "verbal_cooperation", "diplomatic", "actual", score, 0, (0, 14))
        for score in scores
    ]
    return doc


def test_rows_fit_their_contracts(make):
    doc, number = with_relations(make, 0.9), SentenceNumbers(SENTENCES)
    mentions = Mention.frame(mention_rows(doc, "a" * 16, number))
    relations = Relation.frame(relation_rows(doc, "a" * 16, number, date(1987, 4, 1), "test"))
    assert Mention.validate(mentions).height == 2
    assert Relation.validate(relations).row(0, named=True)["event_date"] == date(1987, 4, 1)


def test_one_event_of_a_pair_in_a_sentence_is_one_row_with_the_best_score(make):
    rows = relation_rows(with_relations(make, 0.6, 0.9, 0.7), "a" * 16, SentenceNumbers(SENTENCES), None, "test")
    assert [row["score"] for row in rows] == [0.9]


def test_ids_depend_on_content_alone(make):
    number = SentenceNumbers(SENTENCES)
    first, second = (relation_rows(with_relations(make, 0.9), key * 16, number, None, "test") for key in "ab")
    again = relation_rows(with_relations(make, 0.8), "a" * 16, number, None, "newer")
    assert first[0]["relation_id"] == again[0]["relation_id"] != second[0]["relation_id"]


def test_record_maps_offsets_to_the_given_text(make):
    (record,) = relation_records(with_relations(make, 0.9), SENTENCES, lambda start, end: (start + 3, end + 3))
    assert (record["sentence"], record["evidence"]) == ([3, 18], [3, 17])


def with_money(make):
    doc = with_relations(make, 0.9)
    event = ("CHL", "PER", True, "CONSULT")
    head = FoundMoney(0, 4, currency="EUR", min=5.0, max=5.0, period="a year", event=event, status="paid")
    doc._.money = [head, FoundMoney(5, 8, currency="USD", min=6.0, max=6.0, twin=(0, 4))]
    return doc


def test_money_rows_fit_their_contract_and_name_event_and_twin(make):
    doc, number = with_money(make), SentenceNumbers(SENTENCES)
    relations = relation_rows(doc, "a" * 16, number, None, "test")
    head, twin = money_rows(doc, "a" * 16, number, relations, date(2020, 1, 10), "test")
    assert Money.validate(Money.frame([head, twin])).height == 2
    assert (head["relation_id"], head["period"], head["flow_status"]) == (relations[0]["relation_id"], "a year", "paid")
    assert (head["twin_id"], twin["twin_id"], twin["relation_id"]) == (None, head["money_id"], None)


def test_money_record_maps_the_twin_to_the_given_text(make):
    head, twin = money_records(with_money(make), lambda start, end: (start + 3, end + 3), "..." + TEXT)
    assert (head["period"], head["status"], head["twin"]) == ("a year", "paid", None)
    assert (twin["twin"], twin["start"]) == ([3, 7], 8)


def test_a_token_over_a_bound_is_cut_to_its_sentence():
    number = SentenceNumbers([(0, 10, False), (10, 30, False)])
    assert number.place(9, 12) == (1, 10, 12)
    assert number.place(4, 8) == (0, 4, 8)


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8), st.integers(0, 150), st.integers(1, 30))
def test_a_placed_span_lies_in_its_sentence(lengths, start, length):
    bounds, at = [], 0
    for size in lengths:
        bounds.append((at, at + size, False))
        at += size
    start = min(start, at - 1)
    end = min(start + length, at)
    number, first, last = SentenceNumbers(bounds).place(start, end)
    assert bounds[number][0] <= first < last <= bounds[number][1]
