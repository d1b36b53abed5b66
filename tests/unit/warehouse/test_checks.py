"""Each check finds the fault that it is there for."""

import pytest

from warehouse.build import run_checks, sql_files

FAULTS = {
    "coded_row_without_coding": "UPDATE relation SET coder_version = 'coder-0' WHERE event = 'ACCUSE'",
    "coded_row_without_sentence": "UPDATE mention SET sentence_no = 9",
    "dollars_differ_from_rate": "UPDATE money SET rate_date = rate_date - 8",
    "duplicate_of_a_copy": "INSERT INTO duplicate SELECT duplicate_of, article_id, 0.9 FROM duplicate",
    "event_differs_from_seed": "UPDATE relation SET quad = 'verbal_conflict' WHERE event = 'AGREE'",
    "money_out_of_order": "UPDATE money SET amount_min = 3e9 WHERE currency = 'USD'",
    "money_without_relation": "UPDATE money SET relation_id = '0000000000000000'",
    "relation_with_itself": "UPDATE relation SET is_symmetric = TRUE",
    "row_without_article": "DELETE FROM article WHERE uri = 'june.txt'",
    "sentence_outside_text": 'UPDATE sentence SET "end" = 9999 WHERE sentence_no = 1',
    "span_outside_sentence": "UPDATE relation SET evidence_end = evidence_end + 99",
    "span_text_differs": "UPDATE money SET text = 'nothing'",
    "title_outside_text": "UPDATE article SET title_end = 9999",
    "twin_astray": "UPDATE money SET twin_id = '0000000000000000'",
    "unknown_country": "UPDATE mention SET iso3 = 'XXX'",
    "unknown_currency": "UPDATE money SET currency = 'XXX'",
}


def test_every_check_is_tried():
    assert set(FAULTS) == {path.stem for path in sql_files("checks")}


@pytest.mark.parametrize("check", FAULTS)
def test_check_finds_its_fault(con, check):
    assert dict(run_checks(con))[check] == []
    con.execute(FAULTS[check])
    assert dict(run_checks(con))[check]


def test_copies_each_have_their_representative(con):
    con.execute("DELETE FROM article WHERE uri = 'deal.txt'")
    assert dict(run_checks(con))["duplicate_of_a_copy"]
