"""Plain text: one article a file, its title on the first line where that looks like one."""

import re
from collections.abc import Iterator

from tasks.dates import NO_DATE, Published, parse_date
from tasks.ingest.dates import dateline_date, file_name_date, first_of
from tasks.ingest.encoding import decode
from tasks.ingest.opening import Blob
from tasks.ingest.records import Draft, RawItem, ReadContext, Rejected, SourceKind, finish

MAX_TITLE = 200
_DATE_LINE = re.compile(r"\s*(?:date|published)\s*:\s*(?P<date>.+)", re.IGNORECASE)
_TITLE_LINE = re.compile(r"\s*title\s*:\s*(?P<title>\S.*)", re.IGNORECASE)


def _is_wrapped(first: str, second: str) -> bool:
    """Is the first line the begin of a paragraph broken into lines of about one length?"""
    return len(first) >= 50 and len(first) * 0.75 <= len(second) <= min(len(first) * 1.25, 100)


def looks_like_title(first: str, second: str) -> bool:
    """Is the first line a title, seen what the second line is? In doubt not: a text without title loses nothing."""
    if not first or len(first) > MAX_TITLE or first[-1] in ",;:-–—":
        return False
    if not second or _DATE_LINE.fullmatch(second):
        return True
    goes_on = second[0].islower() and not first.islower()
    return first[-1] != "." and not goes_on and not _is_wrapped(first, second)


def _line(text: str) -> tuple[str, str]:
    """The first line without its spaces, and the rest."""
    line, _, rest = text.partition("\n")
    return line.strip(), rest


def _drop_blank_lines(text: str) -> str:
    return re.sub(r"\A(?:[^\S\n]*\n)+", "", text)


def split_article(text: str) -> tuple[str, Published, str]:
    """Title ("" where there is none), the date that a `Date:` line names, and the body of a plain text."""
    first, rest = _line(_drop_blank_lines(text))
    second, _ = _line(rest)
    if not rest.strip() or not looks_like_title(first, second):
        return "", NO_DATE, text
    labelled = _TITLE_LINE.fullmatch(first)
    title = labelled["title"] if labelled else first
    line, body = _line(_drop_blank_lines(rest))
    match = _DATE_LINE.fullmatch(line)
    published = parse_date(match["date"]) if match else NO_DATE
    if match and published.at and body.strip():
        return title, published, _drop_blank_lines(body)
    return title, NO_DATE, _drop_blank_lines(rest)


def read(blob: Blob, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """The file's one article. Raises RefusedError where it is binary or too large."""
    raw = blob.read_all(context.settings.max_item_bytes)
    title, published, body = split_article(decode(raw, blob.declared))
    date = first_of(published, dateline_date(body), file_name_date(blob.origin.name))
    yield finish(blob, Draft(raw=raw, title=title, text=body, url=blob.origin.url, published=date))


KIND = SourceKind("text", (".txt", ".text"), lambda head: True, read)
