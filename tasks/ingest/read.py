"""From sources to a stream of articles and refusals."""

import io
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext

from tasks.ingest.discover import discover
from tasks.ingest.fetch import Fetcher
from tasks.ingest.limits import IngestSettings
from tasks.ingest.opening import STREAM_ERRORS, Blob, blob_of, open_file
from tasks.ingest.records import EXCERPT, IngestError, Origin, RawItem, ReadContext, RefusedError, Rejected
from tasks.ingest.sources import kind_of
from tasks.ingest.write import IngestResult, write_batches

__all__ = ["IngestError", "IngestResult", "IngestSettings", "RawItem", "Rejected", "read_sources", "write_batches"]


def read_sources(
    sources: Sequence[str],
    settings: IngestSettings | None = None,
    known: frozenset[str] = frozenset(),
) -> Iterator[RawItem | Rejected]:
    """The articles of all sources, one after another, with what had to be refused, in the order of the sources.

    Sources: files, folders (recursive), glob patterns, "-" for standard input, http(s) URLs; each may be gzip'd.
    `known`: ids of documents already coded, whose linked pages need not be fetched again.
    Raises IngestError, before anything is read, where a source does not exist or is empty.
    """
    found = discover(sources)
    return _limited(_read_all(found, settings or IngestSettings(), known), settings or IngestSettings())


def _read_all(
    found: Sequence[Origin | Rejected], settings: IngestSettings, known: frozenset[str]
) -> Iterator[RawItem | Rejected]:
    with Fetcher(settings) as fetcher:
        context = ReadContext(settings, fetcher, known)
        for one in found:
            if isinstance(one, Rejected):
                yield one
            else:
                yield from _read_one(one, context)


def _limited(items: Iterator[RawItem | Rejected], settings: IngestSettings) -> Iterator[RawItem | Rejected]:
    """At most `max_items` articles; says so where there are more."""
    count = 0
    for item in items:
        is_article = isinstance(item, RawItem)
        if is_article and count == settings.max_items:
            reason = f"only the first {count:,} articles were read: max_items"
            yield Rejected(item.uri if isinstance(item, RawItem) else item.item, "max_items", reason)
            return
        count += is_article
        yield item


def _opened(origin: Origin, context: ReadContext) -> AbstractContextManager[Blob]:
    """The source as a blob. Raises RefusedError or OSError, at the latest when entered."""
    if origin.url is None:
        return open_file(origin, context.settings)
    page = context.fetcher.fetch(origin.url, is_typed=True)
    blob = blob_of(io.BytesIO(page.content), origin, context.settings)
    blob.declared, blob.content_type = page.charset, page.content_type
    return nullcontext(blob)


def _read_one(origin: Origin, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """All of one source; whatever goes wrong in it becomes a refusal, and the next source is read."""
    kind, excerpt, is_empty = "", b"", True
    try:
        with _opened(origin, context) as blob:
            reader = kind_of(blob)
            kind, excerpt = reader.name, blob.head[:EXCERPT]
            blob.kind = kind
            for item in reader.read(blob, context):
                is_empty = False
                yield item
        if is_empty:
            raise RefusedError("no_items", "no article found in it")
    except RefusedError as error:
        yield _refused(origin, error.check, error.reason, excerpt, kind)
    except STREAM_ERRORS as error:
        yield _refused(origin, "unreadable", _explained(error), excerpt, kind)
    except Exception as error:  # a parser's own failure on hostile input must not end the run: it is told, not hidden
        yield _refused(origin, "reader_failed", f"the reader failed: {type(error).__name__}: {error}", excerpt, kind)


def _explained(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it; change its permissions"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"cannot be read, it is damaged: {error}"


def _refused(origin: Origin, check: str, reason: str, excerpt: bytes, kind: str) -> Rejected:
    text = "" if check == "binary" else excerpt.decode("utf-8", "replace")
    return Rejected(origin.uri, check, f"{origin.uri}: {reason}"[:1_000], text, kind)
