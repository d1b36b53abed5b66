"""Which currency a word or sign means: by its country adjective, the date, the countries of the context."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from seeds.reader import Currency, read_aliases, read_currencies
from tasks.extract.money.currency_words import (
    DEFAULTS,
    EVERYDAY_CODES,
    FILLERS,
    HEAD,
    LONG_GONE,
    MINOR,
    NO_WORDS,
    OLD_WIRE,
    OLD_WIRE_DAY,
    SHORT_ADJECTIVES,
    SIGNS,
    TOMANS,
    WORLDWIDE,
)
from tasks.extract.money.tokens import Token, at, is_joined, tokenize

Candidates = tuple[Currency, ...]


@dataclass(frozen=True)
class Unit:
    """A currency as the text gives it. head: shared word; iso3: of its adjective; scale: 0.01 for hundredths."""

    head: str
    candidates: Candidates
    iso3: str | None = None
    scale: float = 1.0


@dataclass(frozen=True)
class Book:
    """The seed file by phrase (lower-case tokens), sign, code and shared word.

    spellings: signs as written; openers: the first tokens of signs.
    """

    phrases: dict[tuple[str, ...], Candidates]
    signs: dict[tuple[str, ...], Candidates]
    codes: dict[str, Candidates]
    spellings: frozenset[str]
    openers: frozenset[str]
    heads: dict[str, Candidates]


def _lows(text: str) -> tuple[str, ...]:
    return tuple(token.low for token in tokenize(text))


def _add(table: dict[tuple[str, ...], Candidates], key: tuple[str, ...], currency: Currency) -> None:
    if key and currency not in table.get(key, ()):
        table[key] = (*table.get(key, ()), currency)


def build_book(currencies: Iterable[Currency]) -> Book:
    """Indexes the currencies of the seed file."""
    phrases: dict[tuple[str, ...], Candidates] = {}
    signs: dict[tuple[str, ...], Candidates] = {}
    heads: dict[tuple[str, ...], Candidates] = {}
    codes: dict[str, Candidates] = {}
    spellings: set[str] = set()
    for currency in currencies:
        codes[currency.code] = (currency,)
        for sign in (*currency.symbols, currency.code):
            spellings.add(sign.rstrip("."))
            _add(signs, _lows(sign.rstrip(".")), currency)
        for word in currency.words:
            lows = _lows(word)
            if lows[-1:] and lows[-1] not in MINOR and lows[-1] not in NO_WORDS:
                _add(phrases, lows, currency)
                _add(heads, (HEAD.get(lows[-1], lows[-1]),), currency)
    openers = frozenset(key[0] for key in signs)
    return Book(phrases, signs, codes, frozenset(spellings), openers, {key[0]: found for key, found in heads.items()})


@cache
def book() -> Book:
    """The seed file's currencies, read once."""
    return build_book(read_currencies().values())


@cache
def adjectives() -> dict[tuple[str, ...], str]:
    """Country names and demonyms by lower-case tokens: what may stand before a currency word."""
    known: dict[tuple[str, ...], str] = {(word,): iso3 for word, iso3 in SHORT_ADJECTIVES.items() if len(word) > 1}
    for alias in read_aliases():
        if alias.kind in {"name", "demonym"} and len(_lows(alias.alias)) <= 3:
            known.setdefault(_lows(alias.alias), alias.iso3)
    return known


def read_unit(tokens: Sequence[Token], i: int) -> tuple[Unit, int] | None:
    """A currency after a number and where it ends: "dlrs", "Hong Kong dollars", "pounds sterling"."""
    words, j, iso3 = list(tokens), i, None
    for _ in range(3):
        plain = _read_word(words, j)
        if plain is not None:
            return _finish(words, plain, iso3)
        step = _read_adjective(words, j)
        if step is not None:
            iso3, j = step
        elif at(words, j).low in FILLERS and j < len(words):
            j += 1
        else:
            return None
        j += at(words, j).text == "-"
    return None


def _read_adjective(tokens: list[Token], i: int) -> tuple[str, int] | None:
    for length in (3, 2, 1):
        iso3 = adjectives().get(tuple(token.low for token in tokens[i : i + length]))
        if iso3 is not None and i + length < len(tokens):
            return iso3, i + length
    return None


def _read_word(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    token = at(tokens, i)
    for length in (4, 3, 2):
        lows = tuple(part.low for part in tokens[i : i + length])
        found = book().phrases.get(lows) if token.kind == "w" and len(lows) == length else None
        if found:
            return Unit(HEAD.get(tokens[i + length - 1].low, tokens[i + length - 1].low), found), i + length
    if token.low in TOMANS:
        return Unit("rial", book().heads.get("rial", ()), "IRN", 10.0), i + 1
    if token.low in MINOR and (token.low != "p" or is_joined(tokens, i - 1)):
        head = MINOR[token.low]
        return Unit(head, book().heads.get(head, ()), scale=0.01), i + 1
    return _read_single(tokens, i)


def _read_single(tokens: list[Token], i: int) -> tuple[Unit, int] | None:
    token = at(tokens, i)
    head = HEAD.get(token.low, token.low)
    if token.kind == "w" and len(token.low) > 1 and (token.low in HEAD or (token.low,) in book().phrases):
        return Unit(head, book().heads.get(head) or book().phrases.get((token.low,), ())), i + 1
    if token.kind == "w" and token.text in book().codes and token.text not in EVERYDAY_CODES:
        return Unit(token.text, book().codes[token.text]), i + 1
    if token.kind == "s" and (token.low,) in book().signs and is_joined(tokens, i - 1):
        return Unit(token.low, book().signs[(token.low,)]), i + 1
    return None


def _finish(tokens: list[Token], read: tuple[Unit, int], iso3: str | None) -> tuple[Unit, int]:
    """Takes in what stands after the word: "pounds sterling", "dlrs Canadian", "dollars U.S."."""
    unit, end = read
    after = at(tokens, end)
    if unit.head == "pound" and after.low == "sterling":
        return Unit("sterling", unit.candidates, "GBR", unit.scale), end + 1
    trailing = adjectives().get((after.low,)) if unit.head == "dollar" and iso3 is None and after.low != "a" else None
    is_last = at(tokens, end + 1).kind != "w" or at(tokens, end + 1).low in {"in", "to", "for", "from", "of", "and"}
    if trailing in {"CAN", "AUS", "USA", "HKG"} and is_last:
        return Unit(unit.head, unit.candidates, trailing, unit.scale), end + 1
    return Unit(unit.head, unit.candidates, iso3 or unit.iso3, unit.scale), end


def resolve(
    unit: Unit, published: date | None, context_iso3: Sequence[str], dollar_iso3: str | None = None
) -> str | None:
    """The ISO 4217 code that the unit means, None where neither adjective nor context nor custom says.

    context_iso3: countries of the sentence, then of the article, the likeliest first. dollar_iso3: the country whose
    dollar the story means by plain "dollars"; by custom the United States.
    """
    if unit.iso3 is not None:
        return _of_country(unit.candidates, unit.iso3, published) or _latest_of(unit.candidates, unit.iso3)
    if unit.head in SIGNS:
        return SIGNS[unit.head]
    if unit.head == "dollar":
        context_iso3 = [dollar_iso3] if dollar_iso3 else []
    default = _default(unit, published)
    if default is not None and unit.head in WORLDWIDE:
        # The world's money gives way only to the story's first country, if that has a namesake.
        context_iso3 = context_iso3[:1]
    codes = (_of_country(unit.candidates, iso3, published) for iso3 in context_iso3)
    return next((code for code in codes if code is not None), default)


def _default(unit: Unit, published: date | None) -> str | None:
    codes = {found.code for found in _valid(unit.candidates, published) or unit.candidates}
    named = next((code for code in DEFAULTS.get(unit.head, ()) if code in codes), None)
    return named or (codes.pop() if len(codes) == 1 else None)


def _valid(candidates: Candidates, day: date | None) -> Candidates:
    """Those in use on the day; without a day, those of the last decades."""
    if day is None:
        return tuple(found for found in candidates if (found.valid_to or date.max) >= LONG_GONE)
    return tuple(f for f in candidates if (f.valid_from or date.min) <= day <= (f.valid_to or date.max))


def _of_country(candidates: Candidates, iso3: str, day: date | None) -> str | None:
    """The country's own currency of that name on the day."""
    return _latest_of(_valid(candidates, day), iso3)


def _latest_of(candidates: Candidates, iso3: str) -> str | None:
    own = [found for found in candidates if found.iso3 == iso3]
    latest = max(own, key=lambda found: found.valid_to or date.max, default=None)
    return latest.code if latest else None


def era(text: str, published: date | None) -> date | None:
    """The article's date; without one, the wire's old spelling gives the 1980s."""
    if published is None and OLD_WIRE.search(text):
        return OLD_WIRE_DAY
    return published
