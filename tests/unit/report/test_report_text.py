"""Text from outside as shown in a terminal and in Markdown; amounts in words."""

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.report.text import amount, bare_reason, cell, counted, dated, plain, share, signed, with_code


def test_plain_drops_what_moves_the_cursor_or_turns_the_text() -> None:
    assert plain("a\x1b[2Jb\n\tc\u202ed\x07") == "a[2Jb cd"


def test_plain_cuts_with_an_ellipsis() -> None:
    assert plain("abcdef", 4) == "abc…"
    assert plain("abcd", 4) == "abcd"
    assert plain("x" * 10_000_000, 5) == "xxxx…"


@given(st.text(max_size=200), st.integers(1, 50))
def test_plain_is_one_bounded_line_without_controls(text: str, limit: int) -> None:
    shown = plain(text, limit)
    assert len(shown) <= limit
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in shown)


@given(st.text(alphabet="|`<>[]()\\\n*_#! ab&:/", max_size=60))
def test_cell_leaves_no_markup(text: str) -> None:
    bare = re.sub(r"\\[\\`*_{}\[\]#!|~$^]|&\w+;", "", cell(text))
    assert not set(bare) & set("|`<>[]\\*_#\n&")
    assert "://" not in cell(text)


@pytest.mark.parametrize(
    "text", ["see https://a.example/b?c=1", "at WWW.a.example", "at www.a.example", "to a@b.example"]
)
def test_an_address_is_shown_as_it_is_and_is_no_link(text: str) -> None:
    shown = cell(text)
    assert shown.replace("\u200c", "") == text
    assert not re.search(r"https?://|www\.|@\w", shown, re.IGNORECASE)


def test_commands_are_shown_as_code_and_nothing_else_is() -> None:
    assert with_code("look with `detente quality a_b`; or *not*") == r"look with `detente quality a_b`; or \*not\*"
    assert with_code("one ` alone") == r"one \` alone"
    assert with_code("`` <b>x</b>") == r"\`\` &lt;b&gt;x&lt;/b&gt;"
    assert with_code("`<b>``x`") == r"\`&lt;b&gt;\`\`x\`"


@given(st.text(alphabet="|`<>[]()\\\n*_#! ab&:/@w.", max_size=60))
def test_with_code_leaves_no_markup_outside_code(text: str) -> None:
    shown = with_code(text)
    assert "``" not in shown  # a run of them would be the mark of another code
    outside = re.sub(r"(\\.)|`[^`]+`", r"\1", shown)
    bare = re.sub(r"\\[\\`*_{}\[\]#!|~$^]|&\w+;", "", outside)
    assert not set(bare) & set("|`<>[]\\*_#\n&")
    assert "://" not in outside


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (("USD", 2.56e7, 2.56e7, 1e6, "exact"), "25.6 million USD"),
        (("USD", 2e9, 2e9, 1e9, "about"), "about 2 billion USD"),
        (("GBP", 1e9, 2e9, 1e9, "range"), "1 to 2 billion GBP"),
        (("GBP", 5e8, 2e9, 1e9, "range"), "500 million to 2 billion GBP"),
        (("USD", None, None, 1e9, "about"), "? billion USD"),
        (("INR", None, None, 1e7, "exact"), "? crore INR"),
        (("USD", None, None, None, "exact"), "? USD"),
        ((None, None, None, 1e6, "exact"), "? million (no currency)"),
        (("USD", 100.0, None, None, "over"), "over 100 USD"),
        (("USD", None, 1e12, 1e12, "under"), "up to 1 trillion USD"),
        (("JPY", 1234.5, 1234.5, None, "exact"), "1,234.5 JPY"),
    ],
)
def test_amount_never_makes_a_number_up(fields: tuple, words: str) -> None:
    assert amount(*fields) == words


@pytest.mark.parametrize(
    ("precision", "words"),
    [("second", "1985-07-01"), ("day", "1985-07-01"), ("month", "1985-07"), ("year", "1985"), (None, "1985-07-01")],
)
def test_a_date_is_told_as_far_as_it_is_known(precision: str | None, words: str) -> None:
    assert dated(date(1985, 7, 1), precision) == words
    assert dated(None, precision) == "undated"


def test_small_words() -> None:
    assert [share(value) for value in (None, 0.0, 0.0001, 0.125, 1.0)] == ["–", "0 %", "<0.1 %", "12.5 %", "100 %"]
    assert [signed(value) for value in (None, 4.06, -2.0, -0.01)] == ["–", "+4.1", "-2.0", "0.0"]
    assert [counted(1, "story", "stories"), counted(1200, "story", "stories")] == ["1 story", "1,200 stories"]
    assert bare_reason("a.txt: not text", "a.txt") == "not text"
    assert bare_reason("not text", "a.txt") == "not text"
