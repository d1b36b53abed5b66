"""What a run asks of ingest, and how it is done: sources to batches, marks and refusals."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from schemas import Source, Watermark
from tasks.ingest.delivery import DeliveryLog
from tasks.ingest.limits import IngestSettings
from tasks.ingest.marks import Mark
from tasks.ingest.read import read_origins
from tasks.ingest.records import Origin, RawItem, Rejected
from tasks.ingest.write import IngestResult, write_batches


@dataclass(frozen=True)
class ReadJob:
    """What is to be read. `known`: documents that need no work; `marks`: what was read last, by address.

    With `since` or `until` only articles of these days are taken, both included; undated ones are none of them.
    `entries` are the rows of schemas.Source to keep, `coder_version` goes into the new marks.
    """

    origins: Sequence[Origin | Rejected]
    limits: IngestSettings
    batch_size: int
    coder_version: str
    known: frozenset[str] = frozenset()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    entries: Sequence[dict[str, Any]] = ()
    since: date | None = None
    until: date | None = None


@dataclass
class _Period:
    """Lets the articles of some days through and counts the others."""

    since: date | None
    until: date | None
    outside: int = 0

    def of(self, items: Iterator[RawItem | Rejected]) -> Iterator[RawItem | Rejected]:
        """The refusals and the articles of the period."""
        for item in items:
            if isinstance(item, RawItem) and not self._holds(item):
                self.outside += 1
            else:
                yield item

    def _holds(self, item: RawItem) -> bool:
        if self.since is None and self.until is None:
            return True
        day = item.published_at.date() if item.published_at else None
        return day is not None and (self.since or date.min) <= day <= (self.until or date.max)


def ingest_sources(job: ReadJob, folder: Path) -> IngestResult:
    """Reads the sources into batches of raw documents below `folder`; writes source.parquet and watermark.parquet too.

    A run for some days only keeps no mark: it passed over the others.
    """
    log, period = DeliveryLog(), _Period(job.since, job.until)
    items = period.of(read_origins(job.origins, job.limits, job.known, job.marks, log))
    done = write_batches(items, folder, job.batch_size, job.known)
    is_whole = job.since is None and job.until is None
    marks = [mark.row(job.coder_version) for mark in log.marks.values()] if is_whole else []
    tables = {"watermark": Watermark.frame(marks), "source": Source.frame(list(job.entries))}
    paths = {name: folder / f"{name}.parquet" for name in tables}
    for name, frame in tables.items():
        frame.write_parquet(paths[name])
    deliveries, files = tuple(log.deliveries.values()), len(log.files) if is_whole else 0
    return replace(done, outside=period.outside, deliveries=deliveries, files_marked=files, tables=paths)
