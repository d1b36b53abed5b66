"""From sources to a stream of articles and refusals."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress

from schemas import is_broken_item
from tasks.ingest.delivery import FAILED, READ, UNCHANGED, Delivery, DeliveryLog, note
from tasks.ingest.discover import discover
from tasks.ingest.fetch import Fetcher, Page, UnchangedError
from tasks.ingest.file_marks import FileState, moved, state_of
from tasks.ingest.limits import IngestSettings
from tasks.ingest.marks import Mark
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
    return read_origins(discover(sources), settings, known)


def read_origins(
    found: Sequence[Origin | Rejected],
    settings: IngestSettings | None = None,
    known: frozenset[str] = frozenset(),
    marks: Mapping[str, Mark] | None = None,
    log: DeliveryLog | None = None,
) -> Iterator[RawItem | Rejected]:
    """As read_sources, of what `discover` found. What has not changed since its mark in `marks` gives nothing.

    `log` takes what each source delivered, and the new marks.
    """
    settings = settings or IngestSettings()
    return _limited(_read_all(found, settings, known, marks or {}, log or DeliveryLog()), settings)


def _read_all(
    found: Sequence[Origin | Rejected],
    settings: IngestSettings,
    known: frozenset[str],
    marks: Mapping[str, Mark],
    log: DeliveryLog,
) -> Iterator[RawItem | Rejected]:
    with Fetcher(settings) as fetcher:
        context = ReadContext(settings, fetcher, known, marks, log)
        for one in found:
            if isinstance(one, Rejected):
                yield one
            else:
                yield from _read_logged(one, context, log)


def _read_logged(origin: Origin, context: ReadContext, log: DeliveryLog) -> Iterator[RawItem | Rejected]:
    """All of one source, counted."""
    with log.timing(origin.source or origin.label) as delivery:
        for item in _read_one(origin, context, delivery):
            is_article = isinstance(item, RawItem)
            delivery.read += is_article
            delivery.refused += not is_article
            delivery.broken += isinstance(item, Rejected) and is_broken_item("ingest", item.check_name, item.item)
            yield item


def _keep_mark(origin: Origin, blob: Blob, state: FileState | None, items: int, context: ReadContext) -> None:
    """Notes what was read whole. A file that changed while it was read gets no mark."""
    if context.log is None:
        return
    if isinstance(blob.page, Page):
        source, page = origin.source or origin.label, blob.page
        mark = Mark(origin.uri, source, page.etag, page.last_modified, page.sha256, items)
        context.log.marks[origin.uri] = mark
    elif state is not None:
        _keep_file(origin, state, items, context.settings, context.log)


def _keep_file(origin: Origin, state: FileState, items: int, settings: IngestSettings, log: DeliveryLog) -> None:
    mark = state.mark(origin, items)
    if state_of(origin, settings) == state:
        log.marks[origin.uri] = mark
        log.files.add(origin.uri)


def _keep_refused(origin: Origin, state: FileState | None, error: Exception, items: int, context: ReadContext) -> None:
    """Notes a file that was refused as a whole: it is refused once, not in each run.

    What another run may be spared (no permission, a failing disk) is no property of the file, and gets no mark.
    """
    if state is None or context.log is None or (isinstance(error, OSError) and error.errno):
        return
    with suppress(OSError):
        _keep_file(origin, state, items + 1, context.settings, context.log)


def _file_state(origin: Origin, context: ReadContext) -> FileState | None:
    """How a file is found; None for what is none. Raises UnchangedError where it was read as it is, OSError."""
    state, mark = state_of(origin, context.settings), context.marks.get(origin.uri)
    if state is None or mark is None or not state.is_as_in(mark):
        return state
    if context.log is not None and mark.etag != state.etag:
        context.log.marks[origin.uri] = moved(mark, state)
    raise UnchangedError


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
    page = context.fetcher.fetch(origin.url, is_typed=True, mark=context.marks.get(origin.uri))
    blob = blob_of(io.BytesIO(page.content), origin, context.settings)
    blob.declared, blob.content_type, blob.page = page.charset, page.content_type, page
    return nullcontext(blob)


def _read_one(origin: Origin, context: ReadContext, delivery: Delivery) -> Iterator[RawItem | Rejected]:
    """All of one source; whatever goes wrong in it becomes a refusal, and the next source is read."""
    kind, excerpt, count, is_whole, state = "", b"", 0, True, None
    try:
        state = _file_state(origin, context)
        with _opened(origin, context) as blob:
            reader = kind_of(blob)
            kind, excerpt = reader.name, blob.head[:EXCERPT]
            blob.kind = kind
            if origin.expects not in {"", kind}:
                raise RefusedError("other_kind", f"not the {origin.expects} that it should be, but {kind}")
            for item in reader.read(blob, context):
                count += 1
                is_whole = is_whole and not (isinstance(item, Rejected) and item.is_transient)
                yield item
            is_quiet = not count and kind == "feed"  # read well, and there is nothing in it today
            if is_whole and (count or is_quiet):
                _keep_mark(origin, blob, state, count, context)
        if not count and not is_quiet:
            raise RefusedError("no_items", "no article found in it")
        note(delivery, READ)
    except UnchangedError:
        note(delivery, UNCHANGED)
        delivery.unchanged += context.marks[origin.uri].items if origin.url is None else 0
    except (RefusedError, *STREAM_ERRORS) as error:
        check, reason = _told(error)
        note(delivery, FAILED, reason)
        if is_whole:
            _keep_refused(origin, state, error, count, context)
        yield _refused(origin, check, reason, excerpt, kind)
    except Exception as error:  # a parser's own failure on hostile input must not end the run: it is told, not hidden
        note(delivery, FAILED, f"{type(error).__name__}: {error}")
        yield _refused(origin, "reader_failed", f"the reader failed: {type(error).__name__}: {error}", excerpt, kind)


def _told(error: Exception) -> tuple[str, str]:
    """The check that refused a source, and why."""
    return (error.check, error.reason) if isinstance(error, RefusedError) else ("unreadable", _explained(error))


def _explained(error: Exception) -> str:
    if isinstance(error, PermissionError):
        return "no permission to read it; change its permissions"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"cannot be read, it is damaged: {error}"


def _refused(origin: Origin, check: str, reason: str, excerpt: bytes, kind: str) -> Rejected:
    text = "" if check == "binary" else excerpt.decode("utf-8", "replace")
    return Rejected(origin.uri, check, f"{origin.uri}: {reason}"[:1_000], text, kind)
