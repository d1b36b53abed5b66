"""Opens a source as a bounded stream of bytes: files, standard input and pages alike, gzip seen through."""

import gzip
import io
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from tasks.ingest.limits import IngestSettings
from tasks.ingest.records import Origin, RefusedError

HEAD = 64 * 1024
GZIP_MAGIC = b"\x1f\x8b"
# What reading a hostile or broken stream may raise.
STREAM_ERRORS = (OSError, EOFError, zlib.error)


class _Rejoined(io.RawIOBase):
    """A stream with its first bytes, already read, put back in front; counts what went through."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest
        self.count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:  # memoryview or array
        size = len(buffer)
        data = self._head[:size] or self._rest.read(size)
        self._head = self._head[size:]
        buffer[: len(data)] = data
        self.count += len(data)
        return len(data)


class _Gunzip(io.RawIOBase):
    """Decompresses, and raises RefusedError("gzip_bomb") where the content grows beyond all measure."""

    def __init__(self, packed: _Rejoined, settings: IngestSettings) -> None:
        self._packed = packed
        self._gzip = gzip.GzipFile(fileobj=io.BufferedReader(packed), mode="rb")
        self._settings = settings
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._gzip.read1(len(buffer))
        self._count += len(data)
        limit = max(self._settings.gzip_free_bytes, self._packed.count * self._settings.max_gzip_ratio)
        if self._count > limit:
            raise RefusedError("gzip_bomb", f"grows more than {self._settings.max_gzip_ratio} times when decompressed")
        buffer[: len(data)] = data
        return len(data)


@dataclass
class Blob:
    """An opened source. `head` are its first bytes (decompressed), still ahead in `stream`.

    `kind` is the name of the source kind once it is recognised.

    `path` is the file where it can be opened again as it is (not compressed), `declared` the charset that HTTP named.
    """

    origin: Origin
    stream: BinaryIO
    head: bytes
    path: Path | None = None
    declared: str | None = None
    content_type: str = ""
    kind: str = ""
    page: Any = None  # the tasks.ingest.fetch.Page that it came in, where it was fetched

    def read_all(self, limit: int) -> bytes:
        """All bytes. Raises RefusedError("too_large") above `limit`, having read no more than that."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise RefusedError("too_large", f"larger than the limit of {limit:,} bytes")
        return data


def _fill(stream: BinaryIO, size: int) -> bytes:
    """Up to `size` bytes; less only at the end, also from a pipe that gives a little at a time."""
    parts: list[bytes] = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def blob_of(stream: BinaryIO, origin: Origin, settings: IngestSettings, path: Path | None = None) -> Blob:
    """The stream as a blob: gzip seen through, its first bytes looked at. Raises RefusedError("empty")."""
    head = _fill(stream, HEAD)
    joined = _Rejoined(head, stream)
    if head.startswith(GZIP_MAGIC):
        unpacked = cast(BinaryIO, io.BufferedReader(_Gunzip(joined, settings), HEAD))
        path, head = None, _fill(unpacked, HEAD)
        joined = _Rejoined(head, unpacked)
    if not head.strip():
        raise RefusedError("empty", "empty: there is nothing to read")
    # One buffer for each raw stream, and only here: a buffer that is dropped closes the stream below it.
    return Blob(origin, cast(BinaryIO, io.BufferedReader(joined, HEAD)), head, path)


@contextmanager
def open_file(origin: Origin, settings: IngestSettings) -> Iterator[Blob]:
    """Opens a file or standard input. Raises RefusedError or OSError."""
    if origin.is_stdin:
        yield blob_of(sys.stdin.buffer, origin, settings)
        return
    path = Path(origin.uri)
    with path.open("rb") as file:
        yield blob_of(file, origin, settings, path if path.is_file() else None)
