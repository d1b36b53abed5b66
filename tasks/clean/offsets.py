"""Maps offsets in a cleaned text back to the text as it was given."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """A stretch of cleaned text and the stretch of given text that it came from.

    Where the lengths are equal the characters correspond one to one; where they differ only the ends do.
    """

    clean_start: int
    clean_length: int
    raw_start: int
    raw_length: int


class OffsetMap:
    """Monotone map from characters of the cleaned text to characters of the given one."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self.segments = tuple(s for s in segments if s.clean_length)
        self._starts = [s.clean_start for s in self.segments]

    @classmethod
    def identity(cls, length: int) -> "OffsetMap":
        """The map of a text that cleaning left as it was."""
        return cls([Segment(0, length, 0, length)])

    def _segment(self, index: int) -> Segment:
        return self.segments[max(0, bisect_right(self._starts, index) - 1)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where [start, end) of the cleaned text stands in the given text. Raises ValueError for an empty span."""
        if end <= start:
            raise ValueError(f"empty span [{start}, {end})")
        if not self.segments:
            return start, end
        first, last = self._segment(start), self._segment(end - 1)
        raw_start = first.raw_start + (start - first.clean_start if first.clean_length == first.raw_length else 0)
        if last.clean_length == last.raw_length:
            raw_end = last.raw_start + (end - last.clean_start)
        else:
            raw_end = last.raw_start + last.raw_length
        return raw_start, max(raw_end, raw_start)

    def after(self, later: "OffsetMap") -> "OffsetMap":
        """The map of two cleanings in a row: this one first, `later` on its result."""
        segments = []
        for step in later.segments:
            if step.raw_length == 0:
                at = self.span(step.raw_start, step.raw_start + 1)[0] if self.segments else step.raw_start
                segments.append(Segment(step.clean_start, step.clean_length, at, 0))
            elif step.clean_length != step.raw_length:
                start, end = self.span(step.raw_start, step.raw_start + step.raw_length)
                segments.append(Segment(step.clean_start, step.clean_length, start, end - start))
            else:
                segments.extend(self._through(step))
        return OffsetMap(segments)

    def _through(self, step: Segment) -> Iterable[Segment]:
        """Splits a one-to-one stretch of the later cleaning at this map's own segment bounds."""
        at, stop = step.raw_start, step.raw_start + step.raw_length
        while at < stop:
            own = self._segment(at)
            end = min(stop, own.clean_start + own.clean_length)
            if end <= at:
                end = stop
            start_raw, end_raw = self.span(at, end)
            yield Segment(step.clean_start + (at - step.raw_start), end - at, start_raw, end_raw - start_raw)
            at = end

    def flat(self) -> list[int]:
        """Four integers a segment: clean start and length, given start and length. The warehouse keeps it so."""
        return [n for s in self.segments for n in (s.clean_start, s.clean_length, s.raw_start, s.raw_length)]

    @classmethod
    def from_flat(cls, numbers: list[int]) -> "OffsetMap":
        """Reads back what `flat` wrote."""
        return cls(Segment(*numbers[i : i + 4]) for i in range(0, len(numbers), 4))
