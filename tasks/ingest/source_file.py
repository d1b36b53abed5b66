"""The file of sources, `sources.toml`: what is read, how far it is trusted, and when. docs/sources.md describes it."""

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

from cronsim import CronSim, CronSimError
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tasks.ingest.discover import discover, url_origin
from tasks.ingest.records import IngestError, Origin, Rejected, storable

MAX_BYTES = 1_000_000
_KINDS = {"feed": "feed", "page": "html", "files": ""}  # kind in the file: kind of reader that must recognise it


class SourceEntry(BaseModel):
    """One source of the file. Exactly one of `url` and `path` is given; a path is relative to the file's folder."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[str, Field(pattern=r"^[\w][\w .&'()/-]{0,79}$")]
    kind: Literal["feed", "page", "files"]
    url: Annotated[str, Field(pattern=r"^https?://\S+$", max_length=2_000)] | None = None
    path: Annotated[str, Field(min_length=1)] | None = None
    language: Annotated[str, Field(pattern=r"^([a-z]{2,3})$")] = "en"
    trust: Literal["high", "medium", "low"] = "medium"
    schedule: str = "0 * * * *"

    @field_validator("schedule")
    @classmethod
    def _is_cron(cls, value: str) -> str:
        try:
            CronSim(value, datetime.now(UTC))
        except CronSimError as error:
            raise ValueError(f"{value!r} is no cron expression, such as '0 * * * *' for every hour") from error
        return value

    @model_validator(mode="after")
    def _has_one_place(self) -> "SourceEntry":
        if (self.url is None) == (self.path is None):
            raise ValueError("give either url or path")
        if self.kind == "files" and self.url:
            raise ValueError("kind 'files' needs a path; a url is a 'feed' or a 'page'")
        return self

    @property
    def location(self) -> str:
        """The address or path, as written."""
        return self.url or self.path or ""


def read_source_file(path: Path) -> list[SourceEntry]:
    """The sources of the file in its order. Raises IngestError in one line: file, source, what is wrong with it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise IngestError(f"{path}: cannot be read: {error.strerror}. Name a file of sources") from error
    if len(data) > MAX_BYTES:
        raise IngestError(f"{path}: larger than {MAX_BYTES:,} bytes: no file of sources")
    try:
        rows = tomllib.loads(data.decode()).get("source", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise IngestError(f"{path}: not TOML: {error}. Mend that line") from error
    if not isinstance(rows, list) or not rows:
        raise IngestError(f"{path}: no source in it. Begin each one with a line [[source]]")
    entries = [_entry(path, number, row) for number, row in enumerate(rows, 1)]
    _refuse_twins(path, entries)
    return entries


def choose(
    path: Path, entries: Sequence[SourceEntry], only: Sequence[str] = (), without: Sequence[str] = ()
) -> list[SourceEntry]:
    """The entries named by `only` (all where it is empty) but those named by `without`. Raises IngestError."""
    names = {entry.name for entry in entries}
    unknown = [name for name in only if name not in names]
    if unknown:
        known = ", ".join(sorted(names)[:10])
        raise IngestError(f"{path}: no source is named {', '.join(map(repr, unknown))}; there are {known}")
    kept = [entry for entry in entries if (not only or entry.name in only) and entry.name not in without]
    if not kept:
        raise IngestError(f"{path}: no source is left to read; all were left out")
    return kept


def origins_of(path: Path, entries: Sequence[SourceEntry]) -> list[Origin | Rejected]:
    """What there is to read of the entries, each under the entry's name.

    A path where nothing is becomes a refusal: the other sources of an unattended run are read all the same.
    """
    found: list[Origin | Rejected] = []
    for entry in entries:
        found.extend(_origins(path, entry))
    return found


def _origins(path: Path, entry: SourceEntry) -> list[Origin | Rejected]:
    if entry.url:
        return [replace(url_origin(entry.url), source=entry.name, expects=_KINDS[entry.kind])]
    place = path.resolve().parent / Path(entry.path or "").expanduser()
    try:
        found = discover([str(place)])
    except IngestError as error:
        return [Rejected(f"{entry.name} {place}", "no_source", storable(f"source {entry.name!r}: {error}"))]
    return [
        replace(one, source=entry.name, expects=_KINDS[entry.kind]) if isinstance(one, Origin) else one for one in found
    ]


def _entry(path: Path, number: int, row: object) -> SourceEntry:
    name = row.get("name") if isinstance(row, dict) else None
    where = f"{path}: source {number}" + (f" ({str(name)[:80]!r})" if name else "")
    try:
        return SourceEntry.model_validate(row)
    except ValidationError as error:
        raise IngestError(f"{where}: {_said(error)}") from error


def _said(error: ValidationError) -> str:
    """The first thing that is wrong with an entry."""
    first = error.errors()[0]
    if first["type"] == "extra_forbidden":
        return f"{str(first['loc'][-1])[:80]!r} is no field; there are {', '.join(SourceEntry.model_fields)}"
    field = next((f"{part}: " for part in first["loc"] if part in SourceEntry.model_fields), "")
    return field + first["msg"].removeprefix("Value error, ")


def _refuse_twins(path: Path, entries: Sequence[SourceEntry]) -> None:
    for attribute in ("name", "location"):
        seen: set[str] = set()
        for entry in entries:
            value = getattr(entry, attribute)
            if value in seen:
                raise IngestError(f"{path}: two sources have the {attribute} {value!r}; keep one of them")
            seen.add(value)


def source_rows(entries: Sequence[SourceEntry]) -> list[dict[str, str]]:
    """The entries as rows of schemas.Source."""
    names = ("name", "kind", "location", "language", "trust", "schedule")
    rows = [{name: getattr(entry, name) for name in names} for entry in entries]
    return [{"source": row.pop("name"), **row} for row in rows]
