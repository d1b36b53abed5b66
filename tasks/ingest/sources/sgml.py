"""SGML of the Reuters-21578 kind: many <REUTERS> documents in a file, cut out one after another."""

import html
import re
from collections.abc import Iterator

from tasks.dates import parse_date
from tasks.ingest.dates import dateline_date, first_of
from tasks.ingest.encoding import decode
from tasks.ingest.opening import Blob
from tasks.ingest.records import EXCERPT, Draft, RawItem, ReadContext, RefusedError, Rejected, SourceKind, finish

_BEGIN = re.compile(rb"<REUTERS\b", re.IGNORECASE)
_END = re.compile(rb"</REUTERS\s*>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Z][^<>]{0,200}>", re.IGNORECASE)
_HEADINGS = ("TITLE", "DATELINE", "AUTHOR")
_NEWID = re.compile(r"<REUTERS\b[^>]{0,500}?\bNEWID\s*=\s*\"?(\w+)", re.IGNORECASE)
_CHUNK = 256 * 1024
_TAIL = 16  # bytes: as long as a tag that a chunk may have torn


def sniff(head: bytes) -> bool:
    """Does it hold the begin of a Reuters document?"""
    return bool(_BEGIN.search(head[:4_096]))


def _documents(blob: Blob, limit: int) -> Iterator[bytes | None]:
    """The bytes from each <REUTERS> to its end tag, or to the next begin or the file's end where that is missing.

    None for one above `limit` bytes, which is never held whole.
    """
    buffer = b""
    while chunk := blob.stream.read(_CHUNK):
        buffer += chunk
        while end := _END.search(buffer):
            yield from _open_ones(buffer[: end.start()], limit)
            buffer = buffer[end.end() :]
        if len(buffer) > limit + _CHUNK:
            found, buffer = _shortened(buffer, limit)
            yield from found
    yield from _open_ones(buffer, limit)


def _shortened(buffer: bytes, limit: int) -> tuple[list[bytes | None], bytes]:
    """The documents that are done with in a buffer without an end tag, and what may go on of it.

    The last one goes on, unless it is too large; of what follows such a one, nothing is kept until the next begins.
    """
    last = max((match.start() for match in _BEGIN.finditer(buffer)), default=None)
    if last is None:
        return [], buffer[-_TAIL:]
    done = list(_open_ones(buffer[:last], limit))
    if len(buffer) - last <= limit:
        return done, buffer[last:]
    return [*done, None], buffer[-_TAIL:]


def _open_ones(buffer: bytes, limit: int) -> Iterator[bytes | None]:
    begins = [match.start() for match in _BEGIN.finditer(buffer)]
    for begin, end in zip(begins, [*begins[1:], len(buffer)], strict=False):
        yield buffer[begin:end] if end - begin <= limit else None


def _cut(markup: str, name: str) -> tuple[str, str, str]:
    """What stands before the first such element, in it, and after it. ("", "") and all after where there is none.

    Begin and end are searched for one after the other: one pattern for both takes forever on tags without an end.
    """
    begin = re.search(rf"<{name}\b[^<>]{{0,500}}>", markup, re.IGNORECASE)
    if begin is None:
        return "", "", markup
    end = re.compile(rf"</{name}\s{{0,9}}>", re.IGNORECASE).search(markup, begin.end())
    stop, rest = (end.start(), end.end()) if end else (len(markup), len(markup))
    return markup[: begin.start()], markup[begin.end() : stop], markup[rest:]


def _plain(markup: str) -> str:
    """The markup without tags, entities resolved; control entities such as &#3; vanish."""
    return html.unescape(_TAG.sub("", markup))


def _element(markup: str, name: str) -> str:
    return _plain(_cut(markup, name)[1])


def _text_of(markup: str, title: str) -> str:
    """Dateline and body; where there is no body, what follows the headings; a brief's title is its text."""
    body = _element(markup, "BODY")
    if not body.strip():
        rest = _cut(markup, "TEXT")[1]
        for name in _HEADINGS:
            before, _, after = _cut(rest, name)
            rest = before + after
        body = _plain(rest)
    if not body.strip():
        return title
    dateline = _element(markup, "DATELINE").strip()
    return f"{dateline} {body.strip()}" if dateline else body.strip()


def _draft(raw: bytes, position: str) -> Draft:
    markup = decode(raw)
    newid = _NEWID.search(markup)
    title = " ".join(_element(markup, "TITLE").split())
    text = _text_of(markup, title)
    published = parse_date(" ".join(_element(markup, "DATE").split()))
    return Draft(
        raw=raw,
        title=title,
        text=text,
        item=newid[1] if newid else position,
        position=position,
        own_id=newid[1] if newid else "",
        published=first_of(published, dateline_date(text)),
    )


def read(blob: Blob, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """One item a <REUTERS> document; a bad one is refused and the rest goes on."""
    limit = context.settings.max_item_bytes
    if not sniff(blob.head):
        raise RefusedError("unknown_sgml", "no <REUTERS> document: only SGML of the Reuters-21578 kind is read")
    for number, raw in enumerate(_documents(blob, limit), 1):
        where = f"{blob.origin.uri} document {number}"
        if raw is None:
            yield Rejected(where, "too_large", f"{where}: larger than the limit of {limit:,} bytes", "", blob.kind)
            continue
        try:
            yield finish(blob, _draft(raw, f"document {number}"))
        except RefusedError as error:
            excerpt = raw[:EXCERPT].decode("latin-1")
            yield Rejected(where, error.check, f"{where}: {error.reason}", excerpt, blob.kind)


KIND = SourceKind("sgml", (".sgm", ".sgml"), sniff, read)
