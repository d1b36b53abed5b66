"""Cuts a sentence that is too long to be one, as text without punctuation leaves it, into stretches to read in turn.

A wrong cut parts an act from its actors, so a stretch ends where no state is near; what an earlier stretch names is
carried on like that of an earlier sentence.
"""

from bisect import bisect_left
from collections.abc import Sequence

# Characters: a sentence up to LONGEST stays whole; else stretches are between SHORT and LONG, best near their middle.
LONGEST = 520
SHORT, LONG = 170, 330
# Beyond so many characters a mention is far enough.
FAR = 60

Span = tuple[int, int]


def stretches(text: str, sentence: Span, mentions: Sequence[Span]) -> list[Span]:
    """The stretches of a sentence, in order and without gaps but for the blank between; all in characters of the text.

    mentions: where the sentence names a state.
    """
    found: list[Span] = []
    start, end = sentence
    near = _Near(mentions)
    while end - start > LONGEST:
        cut = _cut(text, start, near.reach(start + SHORT - FAR, start + LONG + FAR))
        found.append((start, cut))
        start = cut + text[cut].isspace()
    return [*found, (start, end)]


class _Near:
    """The mentions around each cut in turn: to look at all of them for each takes for ever in a long article."""

    def __init__(self, mentions: Sequence[Span]) -> None:
        self._mentions = sorted(mentions)
        self._first = 0

    def reach(self, start: int, end: int) -> list[Span]:
        """Those that touch the characters [start, end); ask for ever later ones."""
        while self._first < len(self._mentions) and self._mentions[self._first][1] < start:
            self._first += 1
        last = bisect_left(self._mentions, (end, end))
        return self._mentions[self._first : last]


def _cut(text: str, start: int, mentions: Sequence[Span]) -> int:
    """The blank within reach that is farthest from any mention, and among like ones nearest to the middle."""
    reach = range(start + SHORT, start + LONG)
    blanks = [at for at in reach if text[at].isspace() and not any(a <= at < b for a, b in mentions)]
    middle = start + (SHORT + LONG) // 2
    best = max(blanks, key=lambda at: (min(FAR, _distance(at, mentions)), -abs(at - middle)), default=None)
    return best if best is not None else start + LONG


def _distance(at: int, mentions: Sequence[Span]) -> int:
    return min((a - at if at < a else at - b for a, b in mentions), default=FAR)
