"""Writes articles as Parquet batches, and what was refused as one quarantine file."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from schemas.audit import Quarantine
from schemas.document import RawDocument
from tasks.ingest.delivery import Delivery
from tasks.ingest.records import EXCERPT, RawItem, Rejected, storable

QUARANTINE_NAME = "quarantine-ingest.parquet"
BATCH_CHARACTERS = 32_000_000  # of text in one batch, so that 500 huge articles do not fill the memory
_FLUSH = 1_000


@dataclass(frozen=True)
class IngestResult:
    """What ingest wrote and counted.

    `read` = written + known + duplicates; `quarantined` is on top. `bytes` are the raw bytes of the articles read,
    `kinds` counts them by source kind. `labels` names the sources in each batch. `outside` counts the articles of other
    days than were asked for; `deliveries` tells of each source; `files_marked` counts the files that need not be opened
    again; `tables` are files for the warehouse by table.
    """

    batches: tuple[Path, ...]
    quarantine: Path
    read: int
    written: int
    known: int
    duplicates: int
    quarantined: int
    bytes: int
    kinds: dict[str, int]
    labels: tuple[str, ...] = ()
    outside: int = 0
    deliveries: tuple[Delivery, ...] = ()
    files_marked: int = 0
    tables: dict[str, Path] = field(default_factory=dict)


@dataclass
class _Writer:
    folder: Path
    batch_size: int
    known: frozenset[str]
    rows: list[RawItem] = field(default_factory=list)
    characters: int = 0
    paths: list[Path] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, item: RawItem) -> None:
        """Counts the article and keeps it for the next batch, unless it is known or was here before."""
        self.counts["read"] += 1
        self.counts["bytes"] += item.size
        self.kinds[item.kind] += 1
        if item.document_id in self.seen:
            self.counts["duplicates"] += 1
            return
        self.seen.add(item.document_id)
        if item.document_id in self.known:
            self.counts["known"] += 1
            return
        self.rows.append(item)
        self.characters += len(item.text)
        if len(self.rows) >= self.batch_size or self.characters >= BATCH_CHARACTERS:
            self.flush()

    def flush(self) -> None:
        """Writes the articles kept, if any, as the next batch."""
        if not self.rows:
            return
        path = self.folder / f"documents-{len(self.paths) + 1:04d}.parquet"
        _write(RawDocument.frame([item.row() for item in self.rows]), path)
        self.paths.append(path)
        self.labels.append(batch_label(item.source for item in self.rows))
        self.counts["written"] += len(self.rows)
        self.rows, self.characters = [], 0


@dataclass
class _Refusals:
    rows: dict[str, dict[str, str]] = field(default_factory=dict)
    frames: list[pl.DataFrame] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)

    def add(self, rejected: Rejected) -> None:
        """Keeps the refusal, once. Rows are packed into frames now and then: those take less memory."""
        row = quarantine_row(rejected)
        if row["quarantine_id"] in self.seen:
            return
        self.seen.add(row["quarantine_id"])
        self.rows[row["quarantine_id"]] = row
        if len(self.rows) >= _FLUSH:
            self.pack()

    def pack(self) -> pl.DataFrame:
        """All refusals so far as one frame."""
        self.frames.append(Quarantine.frame(list(self.rows.values())))
        self.rows = {}
        return pl.concat(self.frames)


def batch_label(sources: Iterable[str]) -> str:
    """The sources of a batch for a task's name: "reuters", "reuters and 3 more"; the one with most articles first."""
    counts = Counter(sources).most_common()
    more = f" and {len(counts) - 1} more" if len(counts) > 1 else ""
    return f"{counts[0][0][:40]}{more}" if counts else ""


def quarantine_row(rejected: Rejected) -> dict[str, str]:
    """The refusal as a row of schemas.Quarantine; its id hashes where, which check and why."""
    item, reason, excerpt = (storable(text) for text in (rejected.item, rejected.reason, rejected.excerpt))
    identity = json.dumps(["ingest", "document", rejected.check_name, reason, item, excerpt])
    return {
        "quarantine_id": hashlib.sha256(identity.encode()).hexdigest()[:16],
        "stage": "ingest",
        "table_name": "document",
        "check_name": rejected.check_name,
        "reason": reason,
        "item": item,
        "row_json": json.dumps({"excerpt": excerpt[:EXCERPT]}, ensure_ascii=False),
    }


def _write(frame: pl.DataFrame, path: Path) -> None:
    """Writes beside and renames, so that a killed run leaves no half file under this name."""
    partial = path.with_suffix(".partial")
    frame.write_parquet(partial)
    partial.replace(path)


def write_batches(
    items: Iterable[RawItem | Rejected],
    folder: Path,
    batch_size: int = 500,
    known: frozenset[str] | None = None,
) -> IngestResult:
    """Writes documents-0001.parquet, … (schemas.RawDocument) and quarantine-ingest.parquet (schemas.Quarantine).

    `known`: ids of documents already coded: counted, not written. An id that comes twice is written once. Batches that
    an earlier try left in the folder are removed. The quarantine file is written also when it is empty.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.glob("documents-*.parquet"):
        stale.unlink()
    writer, refusals = _Writer(folder, batch_size, known or frozenset()), _Refusals()
    for item in items:
        if isinstance(item, RawItem):
            writer.add(item)
        else:
            refusals.add(item)
    writer.flush()
    _write(refusals.pack(), folder / QUARANTINE_NAME)
    counts = writer.counts
    return IngestResult(
        batches=tuple(writer.paths),
        quarantine=folder / QUARANTINE_NAME,
        read=counts["read"],
        written=counts["written"],
        known=counts["known"],
        duplicates=counts["duplicates"],
        quarantined=len(refusals.seen),
        bytes=counts["bytes"],
        kinds=dict(writer.kinds),
        labels=tuple(writer.labels),
    )
