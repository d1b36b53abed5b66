"""Cuts a sentence that is too long to be one, as text without punctuation leaves it, into stretches to read in turn.

A wrong cut parts an act from its actors, so a stretch ends where no state is near; what an earlier stretch names is
carried on like that of an earlier sentence.
"""

from collections.abc import Sequence

# Characters: a sentence up to LONGEST stays whole; else stretches are between SHORT and LONG, best near their middle.
LONGEST = 520
SHORT, LONG = 170, 330

Span = tuple[int, int]


def stretches(text: str, sentence: Span, mentions: Sequence[Span]) -> list[Span]:
    """The stretches of a sentence, in order and without gaps but for the blank between; all in characters of the text.

    mentions: where the sentence names a state.
    """
    found: list[Span] = []
    start, end = sentence
    while end - start > LONGEST:
        cut = _cut(text, start, mentions)
        found.append((start, cut))
        start = cut + 1
    return [*found, (start, end)]


def _cut(text: str, start: int, mentions: Sequence[Span]) -> int:
    """The blank within reach that is farthest from any mention, and among like ones nearest to the middle."""
    reach = range(start + SHORT, start + LONG)
    blanks = [at for at in reach if text[at].isspace() and not any(a <= at < b for a, b in mentions)]
    middle = start + (SHORT + LONG) // 2
    # Beyond sixty characters a mention is far enough.
    best = max(blanks, key=lambda at: (min(60, _distance(at, mentions)), -abs(at - middle)), default=None)
    return best if best is not None else start + LONG


def _distance(at: int, mentions: Sequence[Span]) -> int:
    return min((a - at if at < a else at - b for a, b in mentions), default=60)
