"""States that a sentence leaves unnamed but may mean: those of the sentences just before it. Training shares it.

"He said the U.S. had given no reasons" speaks of the state whose minister spoke a sentence ago. Which carried state
takes part is for the model to say; it reads the naming sentence as context.
"""

from collections.abc import Sequence
from dataclasses import dataclass

LOOK_BACK = 2
MAX_CARRIED = 2
# Characters of context kept on either side of the mention that carries.
MARGIN = 120

Span = tuple[int, int]


@dataclass(frozen=True)
class Carried:
    """A state and how many sentences back it was named last."""

    state: str
    back: int


def carried_states(own: Sequence[str], before: Sequence[Sequence[str]]) -> list[Carried]:
    """The states named last before a sentence that names `own`; none where it names no state at all.

    before: the states of each earlier sentence in order of the text, nearest sentence first.
    """
    if not own:
        return []
    found: list[Carried] = []
    for back, states in enumerate(before[:LOOK_BACK], 1):
        fresh = [state for state in states if state not in own and state not in {one.state for one in found}]
        found += [Carried(state, back) for state in fresh]
    return found[:MAX_CARRIED]


def context_window(text: str, mentions: Sequence[Span]) -> Span:
    """The part of a context sentence around its last mention of the state, cut between words."""
    start, end = max(0, mentions[-1][0] - MARGIN), min(len(text), mentions[-1][1] + MARGIN)
    if start:
        start = text.find(" ", start, mentions[-1][0]) + 1 or mentions[-1][0]
    if end < len(text):
        end = max(text.rfind(" ", mentions[-1][1], end), mentions[-1][1])
    return start, end


def within(spans: Sequence[Span], window: Span, shift: int = 0) -> list[Span]:
    """The spans inside the window, counted from its start and moved by `shift`."""
    start, end = window
    return [(a - start + shift, b - start + shift) for a, b in spans if a >= start and b <= end]
