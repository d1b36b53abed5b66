"""Tables: CSV, TSV and Parquet, their columns found by the common names of an article's fields."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

import polars as pl
from polars.exceptions import PolarsError

from tasks.ingest.encoding import FALLBACK, encoding_of, refuse_binary
from tasks.ingest.fields import SYNONYMS, draft_of, find_columns
from tasks.ingest.opening import Blob
from tasks.ingest.records import EXCERPT, RawItem, ReadContext, RefusedError, Rejected, SourceKind, finish
from tasks.ingest.sources.quotes import Quotes, Swallowed

_DELIMITERS = ",;\t|"
_PARQUET_MAGIC = b"PAR1"
_ROWS = 500
_DRAIN = 1 << 20
_BOM = "\ufeff"
_ENDS = ("\n", "\r")


def sniff_csv(head: bytes) -> bool:
    """Is its first line a header that names a text column and one more known field?"""
    header = _header_line(head.decode("utf-8", "replace"))
    try:
        names = next(csv.reader([header], delimiter=_delimiter(header)), [])
    except csv.Error:
        return False
    columns = find_columns(tuple(names)) if 2 <= len(names) <= 100 else {}
    return bool(columns.get("text")) and sum(bool(found) for found in columns.values()) >= 2


def _header_line(text: str) -> str:
    return text.removeprefix(_BOM).lstrip("\r\n").replace("\r", "\n").partition("\n")[0]


def _delimiter(header: str) -> str:
    """The delimiter that splits the header into most names. csv.Sniffer looks at the prose as well, and errs on it."""
    return max(_DELIMITERS, key=header.count)


def _escape(head: str, delimiter: str) -> dict[str, Any]:
    """How quotes inside quotes are written: doubled, unless a backslashed one stands where a field can't end."""
    is_backslashed = re.search(rf'\\"(?=[^"\r\n{re.escape(delimiter)}])', head)
    return {"escapechar": "\\", "doublequote": False} if is_backslashed else {}


def _need_text(names: Iterable[str]) -> None:
    """Raises RefusedError where no column can hold the text."""
    found = tuple(names)
    if not find_columns(found)["text"]:
        known = ", ".join(SYNONYMS["text"][:5])
        shown = ", ".join(repr(name[:40]) for name in found[:20]) or "none"
        raise RefusedError(
            "no_text_column",
            f"no column holds the text. Columns found: {shown}. Name the one with the article {known}",
        )


class _Lines:
    """Lines of a text stream; one above `limit` characters comes as an empty line.

    `held` are those of the present row, None for one above the limit.
    """

    def __init__(self, stream: io.TextIOWrapper, limit: int) -> None:
        self.stream = stream
        self.limit = limit
        self.number = 0
        self.held: list[str | None] = []
        self.is_ended = False  # within the present row
        self._again: list[str | None] = []  # the next one last

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._read()
        if line == "":
            self.is_ended = True
            raise StopIteration
        self.number += 1
        self.held.append(line)
        return "\n" if line is None else line

    def _read(self) -> str | None:
        line = self.stream.readline(self.limit + 1)
        if len(line) <= self.limit or line.endswith(_ENDS):
            return line
        while (rest := self.stream.readline(_DRAIN)) and not rest.endswith(_ENDS):
            pass
        return None

    def begin_row(self) -> None:
        self.held = []
        self.is_ended = False

    def give_back(self, count: int) -> None:
        """The last `count` lines of the row come again."""
        self._again += reversed(self.held[len(self.held) - count :])
        del self.held[len(self.held) - count :]
        self.number -= count


def _parsed(rows: Any, lines: _Lines) -> Iterator[list[str] | csv.Error]:
    """The rows of a csv.reader, errors in their place, so that one does not end the rest."""
    while True:
        lines.begin_row()
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield error


def _csv_lines(blob: Blob, limit: int) -> _Lines:
    refuse_binary(blob.head)
    encoding = encoding_of(blob.head, blob.declared)
    errors = FALLBACK if encoding in {"utf-8", "utf-8-sig", "cp1252"} else "replace"
    return _Lines(io.TextIOWrapper(blob.stream, encoding=encoding, errors=errors, newline=""), limit)


def _dialect(blob: Blob) -> dict[str, Any]:
    head = blob.head.decode(encoding_of(blob.head, blob.declared), "replace")
    delimiter = _delimiter(_header_line(head))
    return {"delimiter": delimiter, **_escape(head, delimiter)}


def read_csv(blob: Blob, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """One item a row. Raises RefusedError where no column holds text; a bad row is refused and the rest goes on."""
    limit = context.settings.max_item_bytes
    lines = _csv_lines(blob, limit)
    dialect = _dialect(blob)
    csv.field_size_limit(limit)
    rows = _parsed(csv.reader(lines, **dialect), lines)
    header = next((row for row in rows if row), [])
    names = [name.strip() for name in header] if isinstance(header, list) else []
    _need_text(names)
    quotes = Quotes(names, dialect)
    for number, row in enumerate((row for row in rows if row or None in lines.held), 1):
        swallowed = quotes.swallowed(row, lines.held, lines.is_ended)
        if swallowed is not None:
            yield _unclosed(blob, lines, number, swallowed)
        else:
            yield _row(blob, names, row, lines, f"row {number} (line {lines.number})")


def _unclosed(blob: Blob, lines: _Lines, number: int, swallowed: Swallowed) -> Rejected:
    """The row whose quote is not closed, refused with the line where it opened; the rows after it are read."""
    if swallowed.are_rows:
        lines.give_back(swallowed.lines)
    lost = 0 if swallowed.are_rows else swallowed.lines
    line = lines.number - lost
    first = lines.number - len(lines.held) + 1
    row = f", in a row that begins on line {first}" if first < line else ""
    more = f", and the {lost:,} lines after it are lost with it" if lost else ""
    reason = f"the quote that opens on line {line} is not closed{row}{more}; close it, or double a quote that is text"
    excerpt = "".join(one or "" for one in lines.held)
    return _refused(blob, f"row {number} (line {line})", "broken_csv", reason, excerpt)


def _row(blob: Blob, names: list[str], row: list[str] | csv.Error, lines: _Lines, position: str) -> RawItem | Rejected:
    if None in lines.held or isinstance(row, csv.Error):
        reason = f"larger than the limit of {lines.limit:,} characters" if None in lines.held else f"not CSV: {row}"
        return _refused(blob, position, "too_large" if "limit" in reason else "broken_csv", reason)
    if any(field.strip() for field in row[len(names) :]):
        # Most often a comma in a text without quotes: what stands after it would be lost.
        reason = f"{len(row)} fields under a header of {len(names)}; put quotes around the text"
        return _refused(blob, position, "broken_csv", reason, str(row))
    return _item(blob, dict(zip(names, row, strict=False)), position)


def _refused(blob: Blob, position: str, check: str, reason: str, excerpt: str = "") -> Rejected:
    where = f"{blob.origin.uri} {position}"
    return Rejected(where, check, f"{where}: {reason}", excerpt[:EXCERPT], blob.kind)


def _item(blob: Blob, record: dict[str, Any], position: str) -> RawItem | Rejected:
    """The row's article; its bytes are the row as JSON, since a table's own bytes differ from writer to writer."""
    raw = json.dumps(record, default=str, sort_keys=True).encode()
    return finish(blob, draft_of(record, raw, position))


def sniff_parquet(head: bytes) -> bool:
    """Does it begin with Parquet's magic number?"""
    return head.startswith(_PARQUET_MAGIC)


def read_parquet(blob: Blob, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """One item a row, read batch by batch where the file lies uncompressed on disk."""
    try:
        frame = pl.scan_parquet(blob.path or io.BytesIO(blob.read_all(context.settings.max_file_bytes)))
        names = frame.collect_schema().names()
        _need_text(names)
        wanted = {column for columns in find_columns(tuple(names)).values() for column in columns}
        batches = frame.select(name for name in names if name in wanted).collect_batches(chunk_size=_ROWS, lazy=True)
        rows = (row for batch in batches for row in batch.iter_rows(named=True))
        for number, row in enumerate(rows, 1):
            yield _item(blob, row, f"row {number}")
    except PolarsError as error:
        raise RefusedError("broken_parquet", f"not Parquet that can be read: {str(error)[:200]}") from error


KIND = SourceKind("table", (".csv", ".tsv"), sniff_csv, read_csv)
PARQUET = SourceKind("parquet", (".parquet",), sniff_parquet, read_parquet)
