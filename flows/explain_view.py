"""`detente code --explain`: for each text, why each relation was coded and what else was weighed."""

from collections.abc import Callable, Iterable
from itertools import groupby

from rich.console import Console
from rich.text import Text

from flows.rendering import say
from tasks.extract.explain import Explanation
from tasks.report.text import plain


def show_explanations(
    console: Console, name: str, found: Iterable[Explanation], why_nothing: Callable[[], str]
) -> None:
    """Prints each sentence that names or means two states, with its pairs below; where none does, why."""
    say(console, plain(name), "bold")
    shown = False
    for number, group in groupby(found, key=lambda one: one.sentence_no):
        pairs, shown = list(group), True
        say(console)
        say(console, f"sentence {number + 1}: {plain(pairs[0].sentence, 400)}")
        for one in pairs:
            _show_pair(console, one)
    if not shown:
        say(console, why_nothing())


def _show_pair(console: Console, one: Explanation) -> None:
    answer = one.answers[0]
    line = Text("  ")
    line.append(f"{answer.first} “{plain(one.first_words)}” and " if one.first_words else f"{answer.first} and ")
    line.append(f"{answer.second} ")
    line.append(f"“{plain(one.second_words)}”" if one.second_words else f"from before: “…{plain(one.context, 90)}”")
    say(console, line)
    if one.read:
        say(console, f"    read in  “{plain(one.read, 250)}”", "dim")
    for relation in one.relations:
        arrow = "↔" if relation.is_symmetric else "→"
        coded = Text(f"    coded    {relation.source} {arrow} {relation.target} {relation.event} ", "green")
        coded.append(f"{relation.score:.2f}, {relation.status}, {relation.context}, by “{plain(one.evidence, 90)}”")
        say(console, coded)
    coded_events = {relation.event for relation in one.relations}
    rest = [a for a in one.answers if a.event not in coded_events]
    weighed = "; ".join(f"{a.first} {a.arrow} {a.second} {a.event} {a.score:.2f}" for a in rest)
    if weighed:
        say(console, f"    weighed  {weighed} ({_needs(one)})", "dim")


def _needs(one: Explanation) -> str:
    """What was missing for what wasn't coded."""
    if one.is_stopped:
        return "stopped by the lower layers"
    if one.relations:
        return f"a further event needs {one.further:.2f}"
    return f"that the two do anything {one.pair:.2f}, needs {one.threshold:.2f}"
