"""RSS and Atom: each entry an article, its full text from the entry, else from the linked page, else its summary."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from xml.sax import SAXParseException

import feedparser

from tasks.dates import NO_DATE, Published, parse_date
from tasks.ingest.dates import dateline_date, first_of
from tasks.ingest.fetch import FetchError
from tasks.ingest.opening import Blob
from tasks.ingest.records import (
    EXCERPT,
    Draft,
    RawItem,
    ReadContext,
    RefusedError,
    Rejected,
    SourceKind,
    document_id,
    finish,
    web_url,
)
from tasks.ingest.sources.html import extract, fragment_text, page_text

_WORDED_DATE = re.compile(r"(?!\s*(?:\d+-|\d{4,})\d).*[^\W\d_]{3}", re.DOTALL)
_MARKUP = re.compile(rb"<(?:rss|feed|rdf:RDF|atom:feed)\b", re.IGNORECASE)


def sniff(head: bytes) -> bool:
    """Does it begin as a feed does?"""
    begin = head.replace(b"\0", b"")[:2_048]  # feeds in UTF-16 exist
    return begin.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<") and bool(_MARKUP.search(begin))


def _parse(raw: bytes, blob: Blob) -> Any:
    """feedparser's reading. It gets a stream: a string it would try to open as a file or URL."""
    headers = {"content-type": blob.content_type} if blob.content_type else {}
    parsed = feedparser.parse(
        io.BytesIO(raw), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.version and not parsed.entries:
        detail = f" ({parsed.bozo_exception})" if parsed.get("bozo_exception") else ""
        raise RefusedError("not_a_feed", f"not RSS or Atom{detail}"[:EXCERPT])
    return parsed


def _full_text(entry: Any) -> str:
    """The longest content that the entry brings (content:encoded, Atom's content), as text."""
    contents = [fragment_text(str(part.get("value") or "")) for part in entry.get("content", [])]
    return max(contents, key=len, default="")


def _entry_date(entry: Any) -> Published:
    """When it was published, else updated."""
    names = ("published", "updated")
    return first_of(*(first_of(parse_date(entry.get(name), "feed"), _by_feedparser(entry, name)) for name in names))


def _by_feedparser(entry: Any, name: str) -> Published:
    """feedparser's reading (UTC) of a date in words: 30 Dec 17, or Greek months.

    A numeric date it turns until it fits: day 366 into the next year, 2017-00-00 into a day of 2016.
    """
    moment = entry.get(f"{name}_parsed")
    if not moment or not _WORDED_DATE.match(str(entry.get(name))):
        return NO_DATE
    try:
        return parse_date(datetime(*moment[:6]).isoformat() + "Z", "feed")
    except (ValueError, OverflowError):
        return NO_DATE


def _absolute(base: str, link: str) -> str | None:
    """The link as an http(s) address, None where it is none."""
    try:
        return web_url(urljoin(base, link)) if link else None
    except ValueError:
        return None


def _entry_draft(entry: Any, blob: Blob, publisher: str) -> Draft:
    """The entry as it stands in the feed. Its identity hashes what the feed says, so it's known before any fetch."""
    title = " ".join(fragment_text(str(entry.get("title") or "")).split())
    full, summary = _full_text(entry), fragment_text(str(entry.get("summary") or ""))
    link = str(entry.get("link") or "")
    url = _absolute(blob.origin.url or "", link)
    dates = [entry.get("published"), entry.get("updated")]
    raw = json.dumps([entry.get("id"), link, title, full, summary, dates], default=str).encode()
    text = max(full, summary, key=len) or title
    own_id = str(entry.get("id") or link)[:500]
    return Draft(
        raw=raw,
        title=title,
        text=text,
        item=own_id or title[:100],
        own_id=own_id,
        publisher=publisher,
        url=url,
        published=first_of(_entry_date(entry), dateline_date(text)),
    )


def _with_page(draft: Draft, link: str, context: ReadContext) -> Draft:
    """The entry with its linked page's text. Raises RefusedError where the page cannot be had or holds no article."""
    page = context.fetcher.fetch(link)
    if len(page.content) > context.settings.max_item_bytes:
        raise RefusedError("too_large", f"the page is larger than {context.settings.max_item_bytes:,} bytes")
    found = extract(page_text(page.content, page.charset), page.url)
    if found is None or not found.text:
        raise RefusedError("no_text", "no article text found in the page")
    return replace(
        draft,
        title=draft.title or (found.title or "").strip(),
        text=max(found.text, draft.text, key=len),
        published=first_of(draft.published, parse_date(found.date, "page"), dateline_date(found.text)),
    )


def _is_young(draft: Draft, context: ReadContext) -> bool:
    """Whether an entry is so new that a page without its article may be a passing fault of the server."""
    if draft.published.at is None:
        return False
    age = datetime.now(UTC).replace(tzinfo=None) - draft.published.at
    return age < timedelta(hours=context.settings.young_hours)


def _read_guarded(entry: Any, blob: Blob, context: ReadContext, publisher: str) -> Iterator[RawItem | Rejected]:
    """The entry, or its refusal where reading it fails: the other entries of the feed are read all the same."""
    try:
        yield from _read_entry(entry, blob, context, publisher)
    except Exception as error:  # a library's failure on hostile input; the next run, of a mended reader, tries again
        where = f"{blob.origin.uri} {str(entry.get('id') or entry.get('link') or '')[:500]}".rstrip()
        reason = f"{where}: reading the entry failed: {type(error).__name__}: {error}"[:1_000]
        excerpt = str(entry.get("title") or "")[:EXCERPT]
        yield Rejected(where, "reader_failed", reason, excerpt, blob.kind, is_transient=True)


def _read_entry(entry: Any, blob: Blob, context: ReadContext, publisher: str) -> Iterator[RawItem | Rejected]:
    draft = _entry_draft(entry, blob, publisher)
    wants_page = blob.origin.url is not None or context.settings.fetch_links
    is_full = len(_full_text(entry)) >= context.settings.full_text_chars
    is_known = document_id(blob.origin, draft) in context.known
    link = draft.url or str(entry.get("link") or "")
    if is_full or is_known or not link or not wants_page:
        yield finish(blob, draft)
        return
    try:
        yield finish(blob, _with_page(draft, link, context))
    except RefusedError as error:
        # What may pass is tried again in the next run; what will not, or not in a day, leaves the feed's own summary.
        is_young = _is_young(draft, context)
        may_pass = error.is_transient if isinstance(error, FetchError) else is_young
        is_transient = may_pass and (is_young or draft.published.at is None or draft.text == draft.title)
        check = "not_ready" if is_young and not isinstance(error, FetchError) else error.check
        is_final = not is_transient and draft.text != draft.title
        kept = "; the feed's own summary is kept" if is_final else "; it is asked for again" if is_transient else ""
        where = f"{blob.origin.uri} {link}"
        reason = f"{where}: {error.reason}{kept}"
        yield Rejected(where, check, reason, draft.text[:EXCERPT], blob.kind, is_transient)
        if is_final:
            yield finish(blob, draft)


def read(blob: Blob, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """One item an entry. Raises RefusedError where it is no feed."""
    limit = context.settings.max_feed_entries
    parsed = _parse(blob.read_all(context.settings.max_fetch_bytes), blob)
    publisher = " ".join(fragment_text(str(parsed.feed.get("title") or "")).split())[:200]
    if isinstance(parsed.get("bozo_exception"), SAXParseException):
        reason = f"{blob.origin.uri}: broken XML, entries may be missing ({parsed.bozo_exception.getMessage()})"
        # Cut off on its way, perhaps: it must be read again even if the server calls it unchanged.
        yield Rejected(blob.origin.uri, "broken_feed", reason, "", blob.kind, is_transient=True)
    for entry in parsed.entries[:limit]:
        yield from _read_guarded(entry, blob, context, publisher)
    if len(parsed.entries) > limit:
        reason = f"{blob.origin.uri}: {len(parsed.entries):,} entries, only the first {limit:,} are read"
        yield Rejected(blob.origin.uri, "too_many", reason, "", blob.kind)


KIND = SourceKind("feed", (".xml", ".rss", ".atom"), sniff, read)
