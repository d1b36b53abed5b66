"""Finds the objects of a JSON array, or of objects one after another, in a stream, without holding the whole."""

import re
from collections.abc import Iterator
from typing import BinaryIO

_CHUNK = 256 * 1024
_IN_STRING = re.compile(rb'["\\]')
_OUTSIDE = re.compile(rb'["\[\]{}]')


class _Scanner:
    """Follows brackets and strings, and hands out each outermost object.

    `depth` counts brackets below the outermost array, if there is one.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.buffer = bytearray()
        self.depth = 0
        self.begin: int | None = None  # of the open object in the buffer
        self.position = 0  # up to where the buffer was looked at
        self.in_string = False
        self.is_oversized = False

    def feed(self, chunk: bytes) -> Iterator[bytes | None]:
        """The objects that end in this chunk; None for one above the limit."""
        self.buffer += chunk
        while self._advance():
            if self.depth == 0 and self.begin is not None:
                size = self.position - self.begin
                yield None if self.is_oversized or size > self.limit else bytes(self.buffer[self.begin : self.position])
                self._forget()
        self._shrink()

    def _advance(self) -> bool:
        """Moves behind the next string end or bracket. False where the buffer ends first."""
        match = (_IN_STRING if self.in_string else _OUTSIDE).search(self.buffer, self.position)
        if match is None:
            self.position = len(self.buffer)
            return False
        mark, end = match[0], match.end()
        if mark == b"\\":
            if end == len(self.buffer):  # what is escaped comes with the next chunk
                self.position = end - 1
                return False
            self.position = end + 1
            return True
        self.position = end
        self._take(mark, end)
        return True

    def _take(self, mark: bytes, end: int) -> None:
        if mark == b'"':
            # Between the objects a quote is damage; taking it for a string would swallow what follows.
            self.in_string = self.begin is not None and not self.in_string
        elif mark == b"{" or (mark == b"[" and self.begin is not None):
            if self.begin is None:
                self.begin = end - 1
            self.depth += 1
        elif self.begin is not None:
            self.depth -= 1

    def _forget(self) -> None:
        del self.buffer[: self.position]
        self.position, self.begin, self.is_oversized = 0, None, False

    def _shrink(self) -> None:
        """Drops what is between objects, and the content of an object that is too large."""
        if self.begin is None:
            del self.buffer[: self.position]
            self.position = 0
        elif self.position - self.begin > self.limit:
            self.is_oversized = True
            del self.buffer[: self.position]
            self.position, self.begin = 0, 0

    def left(self) -> bytes | None:
        """What is open at the end: an object without its end, cut at the limit."""
        return bytes(self.buffer[self.begin : self.begin + self.limit]) if self.begin is not None else None


def elements(stream: BinaryIO, limit: int) -> Iterator[tuple[str, bytes | None]]:
    """(position, bytes) of each object in the stream; None for one above `limit` bytes, which is never held whole.

    An object without its end comes last, as it is, for the parser to refuse.
    """
    scanner = _Scanner(limit)
    number = 0
    while chunk := stream.read(_CHUNK):
        for raw in scanner.feed(chunk):
            number += 1
            yield f"item {number}", raw
    rest = scanner.left()
    if rest:
        yield f"item {number + 1}", rest
