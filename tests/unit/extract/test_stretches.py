"""Sentences too long to be one are read in stretches."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.components.relations import find_candidates
from tasks.extract.stretches import LONG, LONGEST, SHORT, stretches

WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=12), min_size=1, max_size=400)


def test_a_sentence_of_usual_length_stays_whole():
    assert stretches("word " * 100, (0, LONGEST - 20), []) == [(0, LONGEST - 20)]


@given(WORDS, st.lists(st.integers(0, 399), max_size=8))
def test_stretches_cover_all_words_and_cut_no_mention(words, named):
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:i]) for i in range(len(words))]
    mentions = [(starts[i], starts[i] + len(words[i])) for i in named if i < len(words)]
    found = stretches(text, (0, len(text)), mentions)
    assert " ".join(text[start:end] for start, end in found) == text
    assert all(any(start <= a and b <= end for start, end in found) for a, b in mentions)
    assert all(SHORT <= end - start <= LONG for start, end in found[:-1])
    assert found[-1][1] - found[-1][0] <= LONGEST


@given(WORDS, st.lists(st.integers(0, 399), max_size=40))
def test_mentions_in_any_order_give_the_same_cuts(words, named):
    text = " ".join(words)
    starts = [sum(len(word) + 1 for word in words[:i]) for i in range(len(words))]
    mentions = [(starts[i], starts[i] + len(words[i])) for i in named if i < len(words)]
    assert stretches(text, (0, len(text)), mentions) == stretches(text, (0, len(text)), mentions[::-1])


def test_the_cut_is_far_from_the_states():
    text = "peru thanked chile " + "and so it went on " * 12 + "cuba paid fiji " + "as they say " * 30
    at = text.index("cuba")
    found = stretches(text, (0, len(text)), [(0, 4), (13, 18), (at, at + 4), (at + 10, at + 14)])
    assert any(start < at and at + 14 < end for start, end in found)


def test_text_without_a_blank_is_cut_all_the_same():
    assert stretches("x" * 1000, (0, 1000), [])[:2] == [(0, LONG), (LONG, 2 * LONG)]


def test_a_long_line_gives_the_pairs_of_its_parts_and_carries_on(read):
    filler = "and after that the talk went on about the weather and the roads and the price of bread " * 3
    doc = read(f"peru lent chile money {filler}cuba sold fiji sugar {filler}and then it thanked fiji again {filler}")
    pairs = [(one.first, one.second, bool(one.passage.focus)) for one in find_candidates(doc)]
    assert ("PER", "CHL", False) in pairs
    assert ("CUB", "FJI", False) in pairs
    assert ("PER", "FJI", False) not in pairs
    assert ("FJI", "CUB", True) in pairs
    assert {one.sentence_no for one in find_candidates(doc)} == {0}
