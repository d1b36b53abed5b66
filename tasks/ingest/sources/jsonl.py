"""JSON: one object a line, an array of objects, or objects one after another; read element by element."""

import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from tasks.ingest.encoding import bom_encoding, decode
from tasks.ingest.fields import draft_of, has_text
from tasks.ingest.opening import Blob
from tasks.ingest.records import EXCERPT, RawItem, ReadContext, RefusedError, Rejected, SourceKind, finish
from tasks.ingest.sources.json_elements import Found, elements, too_large

_BEGIN = re.compile(rb'\s*(?:\{\s*(?:"|\})|\[\s*[{\]])')
_BOM = b"\xef\xbb\xbf"
# Where a downloaded answer keeps its articles.
_WRAPPERS = ("articles", "items", "results", "data", "documents", "docs", "entries", "response")
_DRAIN = 1 << 20


def sniff(head: bytes) -> bool:
    """Does it begin as a JSON object, or an array of them?"""
    return bom_encoding(head) in {None, "utf-8-sig"} and bool(_BEGIN.match(head.removeprefix(_BOM)))


def _lines(stream: BinaryIO, limit: int) -> Iterator[tuple[str, Found]]:
    """(position, line) of each line that is not blank; one above `limit` bytes is refused and never held whole."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        position = f"line {number}"
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(_DRAIN)) and not rest.endswith(b"\n"):
                pass
            yield position, too_large(limit)
        elif line.strip():
            yield position, line.strip()


def _has_line_objects(head: bytes) -> bool:
    """Is one of the first lines a whole object? The very first may be the broken one."""
    for line in head.split(b"\n")[:20]:
        if not line.lstrip().startswith(b"{"):
            continue
        try:
            return isinstance(json.loads(line, strict=False), dict)
        except (ValueError, RecursionError):
            continue
    return False


def _is_by_lines(name: str, head: bytes) -> bool:
    """Is one line one object? Else the objects are found by their brackets."""
    begin = head.removeprefix(_BOM).lstrip()
    if begin.startswith(b"["):
        return False
    if name.lower().endswith((".jsonl", ".ndjson")):
        return True
    return b"\n" in begin.rstrip() and _has_line_objects(begin)


def _load(raw: bytes) -> Any:
    """The value of a JSON text. Raises RefusedError("broken_json") with what is wrong."""
    try:
        return json.loads(decode(raw), strict=False)
    except RecursionError as error:
        raise RefusedError("broken_json", "not JSON: nested too deeply") from error
    except ValueError as error:
        raise RefusedError("broken_json", f"not JSON: {error}") from error


def _records(value: Any, raw: bytes, position: str) -> Iterator[tuple[Any, bytes, str]]:
    """The value itself, or the elements of the list that it wraps, each with its bytes and its place.

    An object with a text of its own is an article, whatever lists it holds beside it.
    """
    wrappers = _WRAPPERS if isinstance(value, dict) and not has_text(value) else ()
    for name in wrappers:
        inner = value.get(name)
        if isinstance(inner, list) and any(isinstance(one, dict) for one in inner):
            for number, one in enumerate(inner, 1):
                yield one, json.dumps(one, sort_keys=True).encode(), f"{name} {number}"
            return
    yield value, raw, position


def _articles(blob: Blob, raw: bytes, position: str) -> Iterator[RawItem | Rejected]:
    try:
        value = _load(raw)
    except RefusedError as error:
        yield _refused(blob, error, position, raw)
        return
    for record, own, place in _records(value, raw, position):
        if isinstance(record, dict):
            yield finish(blob, draft_of(record, own, place))
        else:
            reason = f"a JSON object is expected, not {type(record).__name__}"
            yield _refused(blob, RefusedError("not_an_object", reason), place, own)


def _refused(blob: Blob, error: RefusedError, position: str, raw: bytes = b"") -> Rejected:
    where = f"{blob.origin.uri} {position}"
    return Rejected(where, error.check, f"{where}: {error.reason}", raw[:EXCERPT].decode("utf-8", "replace"), blob.kind)


def _utf8(blob: Blob, context: ReadContext) -> BinaryIO:
    """The stream in UTF-8 without a mark. UTF-16 has line breaks of two bytes, so it is converted whole."""
    mark = bom_encoding(blob.head)
    if mark is None:
        return blob.stream
    if mark == "utf-8-sig":
        blob.stream.read(len(_BOM))
        return blob.stream
    return BytesIO(decode(blob.read_all(context.settings.max_file_bytes)).encode())


def read(blob: Blob, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """One item an object. A broken or oversized one is refused with its line; the rest goes on."""
    limit = context.settings.max_item_bytes
    split = _lines if _is_by_lines(blob.origin.name, blob.head) else elements
    for position, found in split(_utf8(blob, context), limit):
        if isinstance(found, RefusedError):
            yield _refused(blob, found, position)
        else:
            yield from _articles(blob, found, position)


KIND = SourceKind("jsonl", (".jsonl", ".ndjson", ".json"), sniff, read)
