"""What a run is asked to do, and what there is to read for it. Pure; the flow is in news.py."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from tasks.ingest.discover import discover
from tasks.ingest.records import IngestError, Origin, Rejected
from tasks.ingest.source_file import SourceEntry, choose, origins_of, read_source_file


@dataclass(frozen=True)
class Request:
    """A run as it was asked for.

    `sources` and the entries of `sources_file` are read: of the latter those named in `only` (all where that is empty)
    but those in `without`. With `since` or `until` only articles of those days are taken.
    """

    warehouse: Path
    sources: tuple[str, ...] = ()
    sources_file: Path | None = None
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    full_refresh: bool = False
    since: date | None = None
    until: date | None = None

    @classmethod
    def of(
        cls,
        warehouse: Path,
        sources: Sequence[str] | None,
        sources_file: Path | None,
        only: Sequence[str] | None = None,
        without: Sequence[str] | None = None,
        **more: Any,
    ) -> "Request":
        """A request from a flow's parameters, where a list may be left out. `more`: the other fields."""
        lists = [tuple(one or ()) for one in (sources, only, without)]
        return cls(warehouse, lists[0], sources_file, lists[1], lists[2], **more)

    @property
    def is_for_some_days(self) -> bool:
        """Whether a part of what the sources hold is wanted."""
        return self.since is not None or self.until is not None


@dataclass(frozen=True)
class Plan:
    """What a request comes to: the places to read, the entries of the file, and names for people."""

    origins: tuple[Origin | Rejected, ...]
    entries: tuple[SourceEntry, ...]
    names: tuple[str, ...]

    @property
    def label(self) -> str:
        """The sources in a few words: "reuters", "reuters and 3 more"."""
        first = self.names[0].rstrip("/").rsplit("/", 1)[-1][:60] or self.names[0]
        return first if len(self.names) == 1 else f"{first} and {len(self.names) - 1} more"


def plan_of(request: Request) -> Plan:
    """Finds what there is to read. Raises IngestError, in one line with the remedy, where that can't be."""
    entries: Sequence[SourceEntry] = ()
    origins: list[Origin | Rejected] = []
    if request.since and request.until and request.since > request.until:
        raise IngestError(f"since ({request.since}) lies after until ({request.until}): swap them")
    if request.sources_file is not None:
        read = read_source_file(request.sources_file)
        entries = choose(request.sources_file, read, request.only, request.without)
        origins += origins_of(request.sources_file, entries)
    elif request.only or request.without:
        raise IngestError("only and without name sources of a file: give --sources-file too")
    if request.sources or request.sources_file is None:
        origins += discover(list(request.sources))
    names = (*(entry.name for entry in entries), *request.sources)
    return Plan(tuple(origins), tuple(entries), names)


def without_gone(request: Request) -> tuple[Request, list[str]]:
    """The request without the names in `only` that its file of sources has no longer, and these. Raises IngestError."""
    if request.sources_file is None or not request.only:
        return request, []
    names = {entry.name for entry in read_source_file(request.sources_file)}
    gone = [name for name in request.only if name not in names]
    return replace(request, only=tuple(name for name in request.only if name in names)), gone
