"""Finds the objects of a JSON array, or of objects one after another, in a stream, without holding the whole."""

import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from tasks.ingest.records import RefusedError

_CHUNK = 256 * 1024
_IN_STRING = re.compile(rb'["\\]')
_IN_OBJECT = re.compile(rb'["\[\]{}]')
# What may stand between objects: blanks, commas, brackets; record separators (RFC 7464), marks of joined files.
_BETWEEN = re.compile(rb"(?:[\s,\[\]\x1e]+|\xef\xbb\xbf)*")
_BETWEEN_AT_END = b" \t\r\n\f\v,[]\x1e"
_DECODER = json.JSONDecoder(strict=False)
_MOST_VALUES = 100  # told one by one: an array of a million numbers would fill the quarantine

Found = bytes | RefusedError


def too_large(limit: int) -> RefusedError:
    """Why an item above the limit is refused."""
    return RefusedError("too_large", f"larger than the limit of {limit:,} bytes for one item")


class _Scanner:
    """Follows brackets and strings, and hands out each outermost object, and the values that stand between them."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.buffer = bytearray()  # from the begin of the open object on, else from behind the last one
        self.position = 0  # up to where the buffer was looked at
        self.depth = 0  # of brackets in the open object; 0 between objects
        self.in_string = False
        self.is_oversized = False
        self.open_arrays = 0  # around the objects

    def feed(self, chunk: bytes) -> Iterator[Found]:
        """What ends in this chunk."""
        self.buffer += chunk
        while True:
            if self.depth == 0:
                if not self._find_object():
                    break
                yield from self._take_values()
                self.depth, self.position = 1, 1
            if not self._find_end():
                break
            yield self._take()
        self._shrink()

    def finish(self) -> Iterator[Found]:
        """What is open at the end: an object, cut at the limit, for the parser to refuse; values; the array."""
        if self.depth:
            yield too_large(self.limit) if self.is_oversized else bytes(self.buffer[: self.limit])
            return
        yield from self._take_values()
        if self.open_arrays > 0:
            yield RefusedError("broken_json", "the array has no end: it was cut off, and objects may be missing")

    def _find_object(self) -> bool:
        # Between objects a quote is damage; taking it for a string would swallow what follows.
        begin = self.buffer.find(b"{", self.position)
        self.position = begin if begin >= 0 else len(self.buffer)
        return begin >= 0

    def _find_end(self) -> bool:
        """Moves behind the open object. False where the buffer ends first."""
        while self.depth:
            match = (_IN_STRING if self.in_string else _IN_OBJECT).search(self.buffer, self.position)
            if match is None:
                self.position = len(self.buffer)
                return False
            mark, self.position = match[0], match.end()
            if mark == b"\\":
                if self.position == len(self.buffer):  # what is escaped comes with the next chunk
                    self.position -= 1
                    return False
                self.position += 1
            elif mark == b'"':
                self.in_string = not self.in_string
            else:
                self.depth += 1 if mark in b"{[" else -1
        return True

    def _take(self) -> Found:
        """The object, or what else the buffer holds up to where it was looked at."""
        is_oversized = self.is_oversized or self.position > self.limit
        found = too_large(self.limit) if is_oversized else bytes(self.buffer[: self.position])
        self._drop(self.position)
        self.is_oversized = False
        return found

    def _take_values(self) -> Iterator[Found]:
        self._skip()
        found = self._take() if self.position or self.is_oversized else b""
        if isinstance(found, RefusedError):
            yield found
        elif found:
            stretch = found.rstrip(_BETWEEN_AT_END)
            self._count_arrays(found[len(stretch) :])
            yield from _values(stretch)

    def _skip(self) -> None:
        """Drops what need not be told at the begin of what stands between objects."""
        match = _BETWEEN.match(self.buffer, 0, self.position)
        if match and match.end() and not self.is_oversized:
            self._count_arrays(match[0])
            self._drop(match.end())

    def _count_arrays(self, between: bytes) -> None:
        self.open_arrays += between.count(b"[") - between.count(b"]")

    def _drop(self, size: int) -> None:
        del self.buffer[:size]
        self.position -= size

    def _shrink(self) -> None:
        """Drops what is between objects, and the content of what is too large."""
        if self.depth == 0:
            self._skip()
        if self.position > self.limit:
            self.is_oversized = True
            self._drop(self.position)


def _values(stretch: bytes) -> list[Found]:
    """The values of a stretch between objects; all of it as one where it is no JSON, for the parser to refuse."""
    found: list[Found] = []
    text = stretch.decode("latin-1")  # byte for byte, so that places in the text are places in the stretch
    at = 0
    while at < len(text):
        if len(found) == _MOST_VALUES:
            return [*found, RefusedError("not_an_object", "more values follow that are no JSON objects")]
        try:
            end = _DECODER.raw_decode(text, at)[1]
        except ValueError:
            return [stretch]
        found.append(stretch[at:end])
        match = _BETWEEN.match(stretch, end)
        at = match.end() if match else end
    return found


def elements(stream: BinaryIO, limit: int) -> Iterator[tuple[str, Found]]:
    """(position, bytes) of each object in the stream and of each value beside them that is none; or why it is refused.

    What is above `limit` bytes is never held whole. An object without its end comes last, for the parser to refuse.
    """
    for number, found in enumerate(_all(stream, _Scanner(limit)), 1):
        yield f"item {number}", found


def _all(stream: BinaryIO, scanner: _Scanner) -> Iterator[Found]:
    while chunk := stream.read(_CHUNK):
        yield from scanner.feed(chunk)
    yield from scanner.finish()
