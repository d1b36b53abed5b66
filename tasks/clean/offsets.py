"""Maps offsets in a cleaned text back to the text as it was given."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of cleaned text and the stretch of given text that it came from.

    Where the lengths are equal the characters correspond one to one; where they differ only the ends do, and `as_one`
    keeps such a stretch from having equal lengths. A given length of 0 marks text that cleaning added (a title put in
    front).
    """

    clean_start: int
    clean_length: int
    raw_start: int
    raw_length: int

    @property
    def is_even(self) -> bool:
        """Do the characters correspond one to one?"""
        return self.clean_length == self.raw_length


def as_one(clean_start: int, clean_length: int, raw_start: int, raw_length: int) -> Iterator[Segment]:
    """The stretch of characters that all came from the whole of the given ones.

    Where the lengths happen to be equal it is cut in two, each from the whole: else it would count as one to one.
    """
    cut = 1 if clean_length == raw_length > 1 else clean_length
    yield Segment(clean_start, cut, raw_start, raw_length)
    if cut < clean_length:
        yield Segment(clean_start + cut, clean_length - cut, raw_start, raw_length)


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    """Joins neighbours that go on one to one on both sides; drops empty ones."""
    last: Segment | None = None
    for segment in segments:
        if not segment.clean_length:
            continue
        if last and last.is_even and segment.is_even and last.raw_start + last.raw_length == segment.raw_start:
            length = last.clean_length + segment.clean_length
            last = Segment(last.clean_start, length, last.raw_start, length)
            continue
        if last:
            yield last
        last = segment
    if last:
        yield last


class OffsetMap:
    """Monotone map from characters of the cleaned text to characters of the given one.

    The segments must cover the cleaned text without a gap, in order. What cleaning removed lies between them.
    """

    def __init__(self, segments: Iterable[Segment]) -> None:
        self.segments = tuple(_merged(segments))
        self._starts = [s.clean_start for s in self.segments]

    @classmethod
    def identity(cls, length: int) -> "OffsetMap":
        """The map of a text that cleaning left as it was."""
        return cls([Segment(0, length, 0, length)])

    @property
    def length(self) -> int:
        """Number of characters of the cleaned text."""
        return self.segments[-1].clean_start + self.segments[-1].clean_length if self.segments else 0

    def _segment(self, index: int) -> Segment:
        return self.segments[max(0, bisect_right(self._starts, index) - 1)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of the cleaned text stands in the given text. Raises ValueError for an empty span."""
        if end <= start:
            raise ValueError(f"empty span [{start}, {end})")
        if not self.segments:
            return start, end
        first, last = self._segment(start), self._segment(end - 1)
        raw_start = first.raw_start + (start - first.clean_start if first.is_even else 0)
        raw_end = last.raw_start + (end - last.clean_start if last.is_even else last.raw_length)
        return raw_start, max(raw_end, raw_start)

    def after(self, later: "OffsetMap") -> "OffsetMap":
        """The map of two cleanings in a row: this one first, `later` on its result."""
        return OffsetMap(part for step in later.segments for part in self._through(step))

    def _through(self, step: Segment) -> Iterator[Segment]:
        """One stretch of the later cleaning, traced through this map and split at its bounds."""
        if not step.is_even:
            at, length = step.raw_start, step.raw_length
            start, end = self.span(at, at + length) if length else self._gap(at)
            yield from as_one(step.clean_start, step.clean_length, start, end - start)
            return
        at, stop = step.raw_start, step.raw_start + step.raw_length
        while at < stop:
            own = self._segment(at)
            own_end = own.clean_start + own.clean_length
            end = min(stop, own_end) if own_end > at else stop
            start_raw, end_raw = self.span(at, end)
            part = (step.clean_start + (at - step.raw_start), end - at, start_raw, end_raw - start_raw)
            yield from [Segment(*part)] if own.is_even else as_one(*part)
            at = end

    def _gap(self, index: int) -> tuple[int, int]:
        """What lies between two characters in the given text: nothing, unless both came from one stretch."""
        if not self.segments:
            return index, index
        before = self.span(index - 1, index)[1] if index else 0
        after = self.span(index, index + 1)[0] if index < self.length else before
        return after, max(before, after)

    def shifted(self, by: int) -> "OffsetMap":
        """The map of the same text with `by` characters put in front that the given text does not hold."""
        front = [Segment(0, by, 0, 0)] if by else []
        rest = (Segment(s.clean_start + by, s.clean_length, s.raw_start, s.raw_length) for s in self.segments)
        return OffsetMap([*front, *rest])

    def flat(self) -> list[int]:
        """Four integers a segment: clean start and length, given start and length. The warehouse keeps it so."""
        return [n for s in self.segments for n in (s.clean_start, s.clean_length, s.raw_start, s.raw_length)]

    @classmethod
    def from_flat(cls, numbers: list[int]) -> "OffsetMap":
        """Reads back what `flat` wrote."""
        return cls(Segment(*numbers[i : i + 4]) for i in range(0, len(numbers), 4))
