"""Finds the country that an analyst means: by ISO code, name or alias, in any common spelling."""

import unicodedata
from collections.abc import Iterator
from functools import cache

from rapidfuzz import fuzz, process

from seeds.reader import read_aliases, read_countries

# How a state is named; its firms, cities and institutions would surprise: "Gazprom" is no way to ask for Russia.
_KINDS = ("name", "demonym", "capital", "bloc")
_MAX_NAME = 100
_CLOSE_ENOUGH = 70  # of 100
_AS_CLOSE = 8


class UnknownCountryError(LookupError):
    """No country is named so. The message is one line with the closest names."""


def find_country(name: str) -> str:
    """ISO 3166-1 alpha-3 of the country meant by `name`: RUS for rus, RU, Russia, russian or Moscow.

    Of a name that several states bore, today's state counts. Raises UnknownCountryError.
    """
    wanted = _key(name[:_MAX_NAME])
    found = _names().get(wanted)
    if found is None:
        close = suggest(name)
        hint = f": did you mean {', '.join(close)}?" if close else ': see detente sql "SELECT iso3, name FROM country"'
        raise UnknownCountryError(f"no country {name[:_MAX_NAME]!r}{hint}")
    return found


def suggest(name: str, limit: int = 3) -> list[str]:
    """The closest countries as "Pakistan (PAK)", the closest first; none where nothing is near."""
    wanted = _key(name[:_MAX_NAME])
    found = process.extract(wanted, _long_names(), scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH, limit=20)
    best = found[0][1] if found else 0
    countries = dict.fromkeys(_names()[key] for key, score, _ in found if score >= best - _AS_CLOSE)
    return [f"{read_countries()[iso3].name} ({iso3})" for iso3 in list(countries)[:limit]]


@cache
def _names() -> dict[str, str]:
    """ISO3 by spelling; where several share one, the first of `_spellings` counts."""
    names: dict[str, str] = {}
    for spelling, iso3 in _spellings():
        names.setdefault(_key(spelling), iso3)
    names.pop("", None)
    return names


@cache
def _long_names() -> list[str]:
    """Spellings that a misspelt word can be compared with: codes are too short."""
    return [key for key in _names() if len(key) > 3]


def _spellings() -> Iterator[tuple[str, str]]:
    """Every spelling with its ISO3, the surest first, today's states before historic ones."""
    countries = sorted(read_countries().values(), key=lambda country: country.valid_to is not None)
    for code in ("iso3", "iso2", "name"):
        yield from ((getattr(country, code), country.iso3) for country in countries)
    aliases = sorted(read_aliases(), key=lambda alias: (alias.match == "context", alias.valid_to is not None))
    for kind in _KINDS:
        yield from ((alias.alias, alias.iso3) for alias in aliases if alias.kind == kind)


def _key(name: str) -> str:
    """Letters and digits alone, without accents, case and a leading article, so that "the U.S." equals "us"."""
    decomposed = unicodedata.normalize("NFKD", name.replace("&", " and ").casefold())
    words = "".join(character for character in decomposed if not unicodedata.combining(character)).split()
    if words[:1] == ["the"]:
        words = words[1:]
    return "".join(character for character in "".join(words) if character.isalnum())
