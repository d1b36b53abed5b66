"""The shipped questions on money, against answers made by hand on the tiny warehouse."""

import pytest
from tiny_warehouse import make_id

from warehouse.build import refresh_marts, sql_files

QUERIES = {path.stem: path.read_text(encoding="utf-8") for path in sql_files("queries")}
LOAN = "article_id = (SELECT article_id FROM money WHERE text = '$2 billion')"


@pytest.fixture
def ask(con, records):
    """Answers a question, after a change of the loan told in full; SQL of one assignment or several."""

    def answer(name, change=None):
        if change:
            con.execute(f"UPDATE money SET {change} WHERE {LOAN}")
        refresh_marts(con)
        return records(QUERIES[name])

    return answer


def doubts(rows):
    (row,) = [row for row in rows if row["amount"] == "$2 billion"]
    return set(row["doubts"].split(", ")) - {""}


def test_money_that_is_not_paid_is_in_doubt(con, ask):
    con.execute("UPDATE relation SET status = 'actual'")
    assert doubts(ask("money_on_the_table", "flow_status = 'paid'")) == set()
    assert doubts(ask("money_on_the_table", "flow_status = 'pledged'")) == {"pledged"}
    assert doubts(ask("money_on_the_table", "flow_status = NULL")) == {"not said to be paid"}


def test_money_on_the_table_tells_what_a_figure_covers_and_how_sure_it_is(ask):
    first, *_ = ask("money_on_the_table", "flow_status = 'alleged', period = 'a year'")
    assert (first["amount"], first["period"], first["flow_status"]) == ("$2 billion", "a year", "alleged")
    assert first["doubts"] == "future, alleged"


def test_a_missing_dollar_value_tells_its_reason(ask):
    lower_end = "currency = 'JPY', amount_max = NULL, usd_min = NULL, usd_max = NULL, usd_null_reason = 'no_day'"
    assert "no dollar value: no_day" in doubts(ask("money_on_the_table", lower_end))


@pytest.fixture
def conversion(con):
    """A conversion of the loan told in full."""
    con.execute(
        "INSERT INTO money SELECT * REPLACE (? AS money_id, money_id AS twin_id, 'EUR' AS currency)"
        f" FROM money WHERE {LOAN}",
        [make_id("conversion")],
    )


def test_no_question_counts_a_conversion(conversion, ask):
    assert [row["amount"] for row in ask("money_on_the_table")] == ["$2 billion", "Billion rupees"]
    assert {row["purpose"]: row["mentions"] for row in ask("money_by_purpose")} == {"loan": 2, "other": 1}
