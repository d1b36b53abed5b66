"""What "the two countries" and "they" stand for, and when they stand for nothing clear."""

from hypothesis import given
from hypothesis import strategies as st

from tasks.extract.components.anaphora import Named, find_antecedents
from tasks.extract.extensions import mentions


def anaphors(doc):
    return sorted((span.text, span.kb_id_) for span in mentions(doc) if span.id_ == "anaphor")


def test_the_two_countries_are_the_pair_of_the_sentence_before(read):
    doc = read("Russia and Pakistan held talks.", "The two countries agreed to build a pipeline.")
    assert anaphors(doc) == [("The two countries", "PAK"), ("The two countries", "RUS")]


def test_one_named_takes_its_partner(read):
    doc = read("Chile met Peru's envoy.", "Peru said both sides would withdraw.")
    assert anaphors(doc) == [("both sides", "CHL")]


def test_they_needs_a_joint_pair(read):
    assert anaphors(read("Russia and Pakistan held talks.", "They agreed to meet again."))
    assert not anaphors(read("Russia criticised the elections in Peru.", "They were held on Sunday."))


def test_three_states_are_not_clear(read):
    assert not anaphors(read("Russia, China and Peru met.", "The two countries signed."))


@given(st.lists(st.sampled_from(["RUS", "PAK", "USA", "CHN"]), unique=True, max_size=4), st.booleans())
def test_antecedents_are_never_more_than_a_pair(states, is_pronoun):
    resolved = find_antecedents(Named((), False), [Named(tuple(states), True)], is_pronoun)
    assert len(resolved) in {0, 2}
    assert set(resolved) <= set(states)


def test_he_is_the_person_named_before(read):
    doc = read(
        "Pakistani Foreign Minister Zubair Tarkhani flew to Moscow.",
        "He said India had crossed the border.",
        "The harvest was good.",
        "Rain fell.",
        "He was late.",
    )
    assert anaphors(doc) == [("He", "PAK")]


def test_he_is_nobody_where_no_person_was_named(read):
    assert not anaphors(read("Russia and Pakistan held talks.", "He said nothing."))
