"""One module a source kind.

To add a kind: write a module here that ends in `KIND = SourceKind(name, suffixes, sniff, read)` and name it in KINDS.
`sniff` sees the first bytes and answers whether they are of this kind; `read` takes the opened blob and the context and
yields `finish(blob, Draft(…))` for each article and `Rejected` for what it refuses; it may raise RefusedError for the
whole file. Limits, gzip, standard input, ids, counts and quarantine are taken care of elsewhere.
"""

from tasks.ingest.opening import Blob
from tasks.ingest.records import SourceKind
from tasks.ingest.sources import feed, html, jsonl, sgml, table, text

# In the order in which content is sniffed. Text comes last: it is what nothing else claims.
KINDS: tuple[SourceKind, ...] = (
    table.PARQUET,
    feed.KIND,
    sgml.KIND,
    html.KIND,
    jsonl.KIND,
    table.KIND,
    text.KIND,
)


def _by_suffix(name: str) -> SourceKind | None:
    lower = name.lower()
    return next((kind for kind in KINDS if any(lower.endswith(suffix) for suffix in kind.suffixes)), None)


def kind_of(blob: Blob) -> SourceKind:
    """The kind of a blob: its suffix decides, unless the content is plainly another kind's; else the content."""
    named = _by_suffix(blob.origin.name)
    if named is not None and named.sniff(blob.head):
        return named
    sniffed = next((kind for kind in KINDS if kind.sniff(blob.head)), text.KIND)
    if sniffed is not text.KIND:
        return sniffed
    return named or (html.KIND if "html" in blob.content_type else text.KIND)
