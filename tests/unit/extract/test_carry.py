"""States carried into a sentence that leaves them unnamed, and the passage that the model reads."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.carry import (
    AFTER,
    BEFORE,
    GAP,
    LOOK_BACK,
    MAX_CARRIED,
    NEAR,
    TAIL,
    Carried,
    around,
    carried_states,
    make_passage,
    nearest,
    whole_sentence,
)

STATES = st.lists(st.sampled_from(["PAK", "RUS", "USA", "CHN", "IND"]), unique=True, max_size=4)


def test_the_nearest_sentence_comes_first():
    assert carried_states(["PAK"], [["USA"], ["RUS", "USA"]]) == [Carried("USA", 1), Carried("RUS", 2)]


def test_a_sentence_without_a_state_carries_none():
    assert carried_states([], [["USA", "RUS"]]) == []


def test_what_the_sentence_names_is_not_carried():
    assert carried_states(["USA"], [["USA"], [], [], ["PAK"]]) == []


@given(STATES, st.lists(STATES, max_size=5))
def test_few_states_each_once_and_never_its_own(own, before):
    found = carried_states(own, before)
    states = [one.state for one in found]
    assert len(found) <= MAX_CARRIED
    assert len(set(states)) == len(states)
    assert not set(states) & set(own)
    assert all(one.back <= LOOK_BACK and one.state in before[one.back - 1] for one in found)


def test_a_near_mention_is_read_with_all_that_follows():
    text = "Chile lent money. It was late. Peru thanked it."
    passage = make_passage(text, (0, 17), (0, 5), (31, len(text)))
    assert passage.text == text
    assert text[passage.start + passage.focus :] == "Peru thanked it."
    assert passage.within([(0, 5), (31, 35)]) == [(0, 5), (31, 35)]


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 90))
def test_the_passage_keeps_mention_end_and_sentence_in_whole_words(before, after, between):
    head = "abcde " * before + "Pakistan" + " fghij" * after + "."
    rest = " klmno" * between + "."
    text = f"{head}{rest} Peru thanked it."
    at, sentence = 6 * before, (len(head) + len(rest) + 1, len(head) + len(rest) + 17)
    passage = make_passage(text, (0, len(head)), (at, at + 8), sentence)
    assert text[slice(*sentence)] == passage.text[passage.focus :] == text[passage.start + passage.focus :][:16]
    ((start, end),) = passage.within([(at, at + 8)])
    assert passage.text[start:end] == "Pakistan"
    assert {word.strip(".") for word in passage.text.split()} <= {
        *"abcde Pakistan fghij klmno Peru thanked it …".split(),
        "",
    }
    assert len(passage.text) <= BEFORE + 8 + AFTER + len(GAP) + TAIL + 16
    assert passage.within([sentence]) == [(passage.focus, len(passage.text))]


def test_what_the_passage_leaves_out_has_no_place_in_it():
    text = f"Chile paid. {'Nothing was said. ' * 30}Peru thanked it."
    passage = make_passage(text, (0, 11), (0, 5), (len(text) - 16, len(text)))
    assert GAP in passage.text
    assert passage.within([(200, 207)]) == []


def test_a_sentence_that_names_both_is_read_alone():
    passage = whole_sentence("It rained. Peru thanked Chile.", (11, 30))
    assert (passage.text, passage.focus, passage.start) == ("Peru thanked Chile.", 0, 11)
    assert passage.within([(0, 2), (11, 15)]) == [(0, 4)]


@given(st.integers(0, 60), st.integers(0, 30), st.integers(0, 60), st.integers(0, 9))
def test_what_stands_around_two_mentions_is_of_whole_words_within_the_stretch(before, between, after, skipped):
    text = "abcde " * (before + skipped) + "peru" + " fghij" * between + " chile" + " klmno" * after
    first, second = text.index("peru"), text.index("chile")
    stretch = (6 * skipped, len(text))
    start, end = around(text, stretch, [(second, second + 5), (first, first + 4)])
    assert stretch[0] <= start <= first
    assert second + 5 <= end <= stretch[1]
    assert {*text[start:end].split()} <= {*"abcde peru fghij chile klmno".split()}
    # A word more on either side would be too far, or outside the stretch.
    assert start == stretch[0] or first - NEAR <= start < first - NEAR + 6
    assert end == stretch[1] or second + 5 + NEAR - 6 < end <= second + 5 + NEAR


def test_the_nearest_mentions_of_two_states():
    assert nearest([(0, 4), (50, 54)], [(60, 65), (90, 95)]) == ((50, 54), (60, 65))
    assert nearest([(70, 74)], [(0, 5), (60, 65), (90, 95)]) == ((70, 74), (60, 65))


def test_what_is_asked_about_is_the_sentence_and_not_what_stands_before_it():
    text = f"Chile paid. {'Nothing was said. ' * 30}Peru thanked it."
    start, end = len(text) - 16, len(text)
    assert make_passage(text, (0, 11), (0, 5), (start, end)).asked == (start, end)
    assert whole_sentence(text, (start, end)).asked == (start, end)
