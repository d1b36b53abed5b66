"""States that a sentence leaves unnamed but may mean: those of the sentences just before it. Training shares it.

"He said the U.S. had given no reasons" speaks of the state whose minister spoke a sentence ago. Which carried state
takes part is for the model to say; it reads a passage: the words around the last naming, the end of what stands before
the sentence, and the sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

LOOK_BACK = 3
MAX_CARRIED = 3
MAX_UNNAMED = 4
# Characters of context kept before and after the mention that carries, and just before the sentence.
BEFORE, AFTER, TAIL = 120, 80, 160
# Characters kept on both sides of the mentions where a stretch may hold several sentences.
NEAR = 120
GAP = " … "

Span = tuple[int, int]


@dataclass(frozen=True)
class Carried:
    """A state and how many sentences back it was named last."""

    state: str
    back: int


@dataclass(frozen=True)
class Passage:
    """What the model reads: `pieces` of a text (characters, in order), joined by GAP.

    The last piece ends with the sentence that is asked about, which begins at `focus` (0 where nothing stands before
    it); `start` is where the joined text would begin in the whole text for the sentence to stand in its place.
    """

    text: str
    pieces: tuple[Span, ...]
    focus: int
    start: int

    @property
    def asked(self) -> Span:
        """The sentence that is asked about, in characters of the whole text."""
        return self.start + self.focus, self.pieces[-1][1]

    def within(self, spans: Sequence[Span]) -> list[Span]:
        """The spans of the whole text that the passage holds, as spans of the passage."""
        found: list[Span] = []
        at = 0
        for start, end in self.pieces:
            found += [(a - start + at, b - start + at) for a, b in spans if a >= start and b <= end]
            at += end - start + len(GAP)
        return found


def carried_states(own: Sequence[str], before: Sequence[Sequence[str]]) -> list[Carried]:
    """The states named last before a sentence that names `own`; none where it names no state at all.

    before: the states of each earlier sentence in order of the text, nearest sentence first.
    """
    return _named_last(own, before)[:MAX_CARRIED] if own else []


def carried_pairs(before: Sequence[Sequence[str]]) -> list[tuple[Carried, Carried]]:
    """The pairs of states that a sentence without any may mean: of those named last before it.

    before: as `carried_states`.
    """
    return list(combinations(_named_last((), before)[:MAX_UNNAMED], 2))


def _named_last(own: Sequence[str], before: Sequence[Sequence[str]]) -> list[Carried]:
    found: list[Carried] = []
    for back, states in enumerate(before[:LOOK_BACK], 1):
        fresh = [state for state in states if state not in own and state not in {one.state for one in found}]
        found += [Carried(state, back) for state in fresh]
    return found


def whole_sentence(text: str, sentence: Span) -> Passage:
    """The passage that is the sentence alone."""
    return Passage(text[slice(*sentence)], (sentence,), 0, sentence[0])


def nearest(first: Sequence[Span], second: Sequence[Span]) -> tuple[Span, Span]:
    """The mention of each of two states that stand nearest to each other."""
    return min(((a, b) for a in first for b in second), key=lambda pair: max(pair)[0] - min(pair)[1])


def around(text: str, stretch: Span, mentions: Sequence[Span]) -> Span:
    """What of a stretch stands around the mentions, in whole words.

    Where a stretch holds several sentences, the others tell of other states, and the model takes their acts for these'.
    """
    first, last = min(mentions)[0], max(end for _, end in mentions)
    start = _cut(text, max(stretch[0], first - NEAR), stretch[0], first)
    return start, _end(text, min(stretch[1], last + NEAR), stretch[1], last)


def make_passage(text: str, naming: Span, mention: Span, sentence: Span) -> Passage:
    """The passage for a state that the earlier sentence `naming` names last at `mention`."""
    first = _cut(text, max(naming[0], mention[0] - BEFORE), naming[0], mention[0])
    last = _end(text, min(naming[1], mention[1] + AFTER), naming[1], mention[1])
    tail = _cut(text, max(last, sentence[0] - TAIL), last, sentence[0])
    pieces = ((first, sentence[1]),) if tail - last <= 1 else ((first, last), (tail, sentence[1]))
    joined = GAP.join(text[slice(*piece)] for piece in pieces)
    focus = len(joined) - (sentence[1] - sentence[0])
    return Passage(joined, pieces, focus, sentence[0] - focus)


def _cut(text: str, at: int, floor: int, ceiling: int) -> int:
    """The first beginning of a word from `at` on; `floor` itself is one."""
    if at <= floor:
        return floor
    space = text.find(" ", at - 1, ceiling)
    return ceiling if space < 0 else space + 1


def _end(text: str, at: int, ceiling: int, floor: int) -> int:
    """The last end of a word up to `at`; `ceiling` itself is one."""
    return at if at >= ceiling else max(text.rfind(" ", floor, at + 1), floor)
