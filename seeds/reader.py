"""Reads the seed files. Every other module takes reference data from here, so a file's shape is known in one place."""

import csv
import hashlib
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
STATUSES = ("actual", "future", "hypothetical", "negated")


@dataclass(frozen=True)
class EventType:
    """One PLOVER event type. `intensity` is on the Goldstein scale, -10 (war) to +10."""

    event: str
    quad: str
    intensity: float
    is_symmetric: bool
    description: str


@dataclass(frozen=True)
class Country:
    """A state, territory, historic state or bloc. The dates are None where open."""

    iso3: str
    iso2: str
    name: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    successor: str | None
    region: str


@dataclass(frozen=True)
class Alias:
    """A surface form of a country. `match`: any, cased, exact or context; kind "block" means: not a country."""

    alias: str
    iso3: str
    kind: str
    valid_from: date | None
    valid_to: date | None
    match: str
    note: str


@dataclass(frozen=True)
class Leader:
    """A person's term in an office that speaks for a state. `match` is any, cased or full."""

    name: str
    surname: str
    iso3: str
    office: str
    from_date: date | None
    to_date: date | None
    match: str


@dataclass(frozen=True)
class Currency:
    """A currency and the words and symbols that newswire uses for it."""

    code: str
    name: str
    symbols: tuple[str, ...]
    words: tuple[str, ...]
    iso3: str
    valid_from: date | None
    valid_to: date | None


def seeds_path(name: str = "") -> Path:
    """Path of a seed file, or of the folder of seeds."""
    return Path(__file__).parent / name


def _rows(name: str) -> list[dict[str, str]]:
    with seeds_path(name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _day(value: str | None, name: str, row: object) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"seeds/{name}: {value!r} is not a date (YYYY-MM-DD) in {row}") from error


def _split(value: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (value or "").split("|") if part.strip())


@cache
def read_events() -> dict[str, EventType]:
    """Event types by name, in the order of the file."""
    with seeds_path("event_types.toml").open("rb") as file:
        return {name: EventType(event=name, **fields) for name, fields in tomllib.load(file).items()}


@cache
def read_contexts() -> dict[str, str]:
    """Context names with what each covers."""
    with seeds_path("contexts.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def read_countries() -> dict[str, Country]:
    """Countries by ISO 3166-1 alpha-3 (SUN, YUG, CSK, DDR for states gone, EUU for the EU)."""
    name = "countries.csv"
    return {
        row["iso3"]: Country(
            iso3=row["iso3"],
            iso2=row["iso2"],
            name=row["name"],
            kind=row["kind"],
            valid_from=_day(row["valid_from"], name, row),
            valid_to=_day(row["valid_to"], name, row),
            successor=row["successor"] or None,
            region=row["region"],
        )
        for row in _rows(name)
    }


@cache
def read_aliases() -> tuple[Alias, ...]:
    """Surface forms of countries, block phrases (kind "block") included."""
    name = "aliases.csv"
    return tuple(
        Alias(
            alias=row["alias"],
            iso3=row["iso3"],
            kind=row["kind"],
            valid_from=_day(row["valid_from"], name, row),
            valid_to=_day(row["valid_to"], name, row),
            match=row["match"] or "any",
            note=row["note"] or "",
        )
        for row in _rows(name)
    )


@cache
def read_leaders() -> tuple[Leader, ...]:
    """Leaders and ministers, one row a term of office."""
    name = "leaders.csv"
    return tuple(
        Leader(
            name=row["name"],
            surname=row["surname"],
            iso3=row["iso3"],
            office=row["office"],
            from_date=_day(row["from_date"], name, row),
            to_date=_day(row["to_date"], name, row),
            match=row["match"] or "any",
        )
        for row in _rows(name)
    )


@cache
def read_currencies() -> dict[str, Currency]:
    """Currencies by ISO 4217 code, historic ones included."""
    name = "currencies.csv"
    return {
        row["code"]: Currency(
            code=row["code"],
            name=row["name"],
            symbols=_split(row["symbols"]),
            words=_split(row["words"]),
            iso3=row["iso3"],
            valid_from=_day(row["valid_from"], name, row),
            valid_to=_day(row["valid_to"], name, row),
        )
        for row in _rows(name)
    }


@cache
def seeds_digest() -> str:
    """Twelve hex digits over all seed files that coding depends on: part of the coder's version."""
    digest = hashlib.sha256()
    for path in sorted(p for p in seeds_path().iterdir() if p.suffix in {".csv", ".toml"}):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


EVENTS = tuple(read_events())
CONTEXTS = tuple(read_contexts())
