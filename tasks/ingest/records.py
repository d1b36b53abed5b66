"""What readers yield: an item read, or an item refused with its reason."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from schemas.document import MAX_TEXT
from tasks.dates import NO_DATE, Published

if TYPE_CHECKING:
    from tasks.ingest.delivery import DeliveryLog
    from tasks.ingest.fetch import Fetcher
    from tasks.ingest.limits import IngestSettings
    from tasks.ingest.marks import Mark
    from tasks.ingest.opening import Blob

EXCERPT = 300  # characters: as JSON at most 1,800, within the 2,000 of quarantine.row_json
STDIN_URI = "stdin"
_HTTP = ("http://", "https://")


class IngestError(Exception):
    """A source that the user named cannot be used at all. The message says what to do."""


class RefusedError(Exception):
    """A file, page or item cannot be read. `check` names the rule, the message is the reason."""

    def __init__(self, check: str, reason: str) -> None:
        super().__init__(reason)
        self.check = check
        self.reason = reason


@dataclass(frozen=True, slots=True)
class RawItem:
    """One article as its source delivered it: the columns of schemas.RawDocument, and its kind and size for counts."""

    document_id: str
    source: str
    uri: str
    item: str
    url: str | None
    title: str
    text: str
    published_at: datetime | None
    date_source: str
    date_precision: str | None
    raw_sha256: str
    kind: str = ""
    size: int = 0

    def row(self) -> dict[str, Any]:
        """The item as a row of schemas.RawDocument."""
        names = self.__slots__
        return {name: getattr(self, name) for name in names if name not in {"kind", "size"}}


@dataclass(frozen=True, slots=True)
class Rejected:
    """An item or file that was refused. `item` says where it is (file, line or row, URL); `excerpt` shows its begin."""

    item: str
    check_name: str
    reason: str
    excerpt: str = ""
    kind: str = ""
    is_transient: bool = False  # asking again in the next run may help


@dataclass(frozen=True)
class Origin:
    """Where bytes come from. `name` is the file's name without .gz, `uri` its absolute path or URL.

    `url` is the http(s) address, None for files and standard input. `label` names the source where the item does not.
    `source` is the name that the user gave it in a file of sources: it stands whatever the item says. `expects` is the
    only kind that may come from there.
    """

    name: str
    uri: str
    url: str | None
    label: str
    source: str = ""
    expects: str = ""

    @property
    def is_stdin(self) -> bool:
        """Whether it is standard input. A file's path is absolute, so none is taken for it, whatever its name."""
        return self.uri == STDIN_URI


@dataclass(frozen=True)
class Draft:
    """What a reader found out about one item, before checks. `raw` are the bytes that its identity hashes.

    `item` names it within its file, for people; `position` where it stands there ("line 3"), for messages. `own_id` is
    an id or address that it brings itself; `publisher` the source that it names.
    """

    raw: bytes
    title: str
    text: str
    item: str = ""
    position: str = ""
    own_id: str = ""
    publisher: str = ""
    url: str | None = None
    published: Published = NO_DATE


@dataclass(frozen=True)
class ReadContext:
    """What a reader may use: the limits, the fetcher, and the ids of documents that need no work any more.

    `marks` tells by address what was read last; `log` takes what each source delivered now.
    """

    settings: "IngestSettings"
    fetcher: "Fetcher"
    known: frozenset[str] = field(default_factory=frozenset)
    marks: Mapping[str, "Mark"] = field(default_factory=dict)
    log: "DeliveryLog | None" = None


@dataclass(frozen=True)
class SourceKind:
    """One kind of source. `sniff` sees the first bytes; `read` yields items and refusals and may raise RefusedError."""

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Callable[["Blob", ReadContext], Iterator[RawItem | Rejected]]


def storable(text: str) -> str:
    """The text with surrogate pairs joined and lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def web_url(value: object) -> str | None:
    """The value where it is an http(s) address, else None: other schemes must not become links."""
    text = value.strip() if isinstance(value, str) else ""
    return storable(text) if text.lower().startswith(_HTTP) and len(text) <= 2_000 else None


def document_id(origin: Origin, draft: Draft) -> str:
    """Sixteen hex digits over publisher, the item's own id (else the file's name) and its bytes.

    No path goes in: the same file under another folder is the same document, and a changed one is another.
    """
    parts = (draft.publisher, draft.own_id or draft.url or origin.name, hashlib.sha256(draft.raw).hexdigest())
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]


def finish(blob: "Blob", draft: Draft) -> RawItem | Rejected:
    """The draft as an item, or refused: without text, or with more than a document may hold."""
    origin, kind = blob.origin, blob.kind
    where = f"{origin.uri} {draft.position or draft.item}".rstrip()
    excerpt = draft.raw[:EXCERPT].decode("utf-8", "replace")
    if not draft.text.strip():
        return Rejected(where, "no_text", f"{where}: no text", excerpt, kind)
    if len(draft.text) > MAX_TEXT:
        reason = f"{where}: {len(draft.text):,} characters of text, the limit is {MAX_TEXT:,}"
        return Rejected(where, "too_large", reason, excerpt, kind)
    return RawItem(
        document_id=document_id(origin, draft),
        source=storable(origin.source or draft.publisher or origin.label),
        uri=storable(origin.uri),
        item=storable(draft.item),
        url=draft.url,
        title=storable(draft.title),
        text=storable(draft.text),
        published_at=draft.published.at,
        date_source=draft.published.source,
        date_precision=draft.published.precision,
        raw_sha256=hashlib.sha256(draft.raw).hexdigest(),
        kind=kind,
        size=len(draft.raw),
    )
