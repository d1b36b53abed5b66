"""Offsets of the warehouse are Python's: DuckDB's substring must count code points, not bytes or graphemes."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

# Combining accents, an emoji of several code points, a flag, letters beyond the BMP, Indic vowel signs.
HARD = st.sampled_from(
    ["e\u0301", "\U0001f468\u200d\U0001f469", "\U0001f1f5\U0001f1f0", "\U00010400", "\u0915\u093f", "\r\n"]
)
TEXT = st.lists(st.one_of(HARD, st.characters(exclude_categories=["Cs"])), min_size=1, max_size=30).map("".join)


@pytest.fixture(scope="module")
def memory():
    with duckdb.connect() as con:
        yield con


@given(text=TEXT, data=st.data())
@settings(max_examples=150, deadline=None)
def test_substring_cuts_as_python_does(memory, text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    query = (
        "SELECT substring(t.text, t.first + 1, t.last - t.first), length(t.text)"
        " FROM (SELECT ? AS text, ? AS first, ? AS last) AS t"
    )
    assert memory.execute(query, [text, start, end]).fetchone() == (text[start:end], len(text))
