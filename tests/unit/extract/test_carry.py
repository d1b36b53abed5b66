"""States carried into a sentence that leaves them unnamed."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.carry import LOOK_BACK, MARGIN, MAX_CARRIED, Carried, carried_states, context_window, within

STATES = st.lists(st.sampled_from(["PAK", "RUS", "USA", "CHN", "IND"]), unique=True, max_size=4)


def test_the_nearest_sentence_comes_first():
    assert carried_states(["PAK"], [["USA"], ["RUS", "USA"]]) == [Carried("USA", 1), Carried("RUS", 2)]


def test_a_sentence_without_a_state_carries_none():
    assert carried_states([], [["USA", "RUS"]]) == []


def test_what_the_sentence_names_is_not_carried():
    assert carried_states(["USA"], [["USA"], [], ["PAK"]]) == []


@given(STATES, st.lists(STATES, max_size=5))
def test_few_states_each_once_and_never_its_own(own, before):
    found = carried_states(own, before)
    states = [one.state for one in found]
    assert len(found) <= MAX_CARRIED
    assert len(set(states)) == len(states)
    assert not set(states) & set(own)
    assert all(one.back <= LOOK_BACK and one.state in before[one.back - 1] for one in found)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_window_keeps_the_mention_and_whole_words(before, after):
    text = "abcde " * before + "Pakistan" + " fghij" * after
    at = 6 * before
    start, end = context_window(text, [(at, at + 8)])
    assert "Pakistan" in text[start:end]
    assert set(text[start:end].split()) <= {"abcde", "Pakistan", "fghij"}
    assert end - start <= 2 * MARGIN + 8


def test_spans_outside_the_window_are_left_out():
    assert within([(0, 3), (10, 14), (30, 33)], (8, 20), shift=5) == [(7, 11)]
