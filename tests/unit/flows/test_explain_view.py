"""What `detente code --explain` prints, from hand-made explanations."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from flows.explain_view import show_explanations
from tasks.extract.components.relations import FoundRelation
from tasks.extract.explain import Answer, Explanation

SENTENCE = "Lima [red]thanked[/red] it."


def explanation(relations=(), context="", first="Lima", second="it", is_stopped=False):
    answers = [Answer("PER", "→", "CHL", "SUPPORT", 0.91), Answer("PER", "↔", "CHL", "CONSULT", 0.2)]
    return Explanation(
        0, SENTENCE, context, first, second, 0.31, 0.45, 0.3, answers, list(relations), "thanked", is_stopped
    )


@pytest.fixture
def shown():
    def show(*found):
        out = io.StringIO()
        show_explanations(
            Console(file=out, width=200, markup=False, emoji=False), "a.txt", found, lambda: "It holds no text."
        )
        return out.getvalue()

    return show


def test_a_coded_relation_stands_with_its_words_and_what_else_was_weighed(shown):
    quad = "verbal_cooperation"
    coded = FoundRelation("PER", "CHL", False, "SUPPORT", quad, "diplomatic", "actual", 0.91, 0, (0, 4))
    text = shown(explanation([coded]))
    assert f"sentence 1: {SENTENCE}" in text
    assert "PER “Lima” and CHL “it”" in text
    assert "coded    PER → CHL SUPPORT 0.91, actual, diplomatic, by “thanked”" in text
    assert "weighed  PER ↔ CHL CONSULT 0.20 (a further event needs 0.30)" in text


def test_what_was_not_coded_tells_its_best_answers(shown):
    text = shown(explanation())
    assert "coded" not in text
    assert "PER → CHL SUPPORT 0.91; PER ↔ CHL CONSULT 0.20 (that the two do anything 0.31, needs 0.45)" in text


def test_a_pair_that_the_lower_layers_stopped_says_so(shown):
    assert "CONSULT 0.20 (stopped by the lower layers)" in shown(explanation(is_stopped=True))


def test_a_carried_state_tells_where_it_came_from(shown):
    assert "CHL from before: “…Chile lent money”" in shown(explanation(context="Chile lent money", second=""))


def test_two_carried_states_are_told_together(shown):
    text = shown(explanation(context="Chile lent Peru money", first="", second=""))
    assert "PER and CHL from before: “…Chile lent Peru money”" in text


def test_a_part_of_the_sentence_that_is_read_alone_is_shown(shown):
    assert "    read in  “[red]thanked[/red] it”" in shown(replace(explanation(), read="[red]thanked[/red] it"))
    assert "read in" not in shown(explanation())


def test_nothing_to_explain_is_said(shown):
    assert "It holds no text." in shown()
    assert "no text" not in shown(explanation())
