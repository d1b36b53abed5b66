"""What the words around an amount say: bound and kind."""

import re
from collections.abc import Sequence

from tasks.extract.money.periods import TIME_UNITS
from tasks.extract.money.tokens import Token, at

Words = tuple[str, ...]


def _phrases(*texts: str) -> tuple[Words, ...]:
    found = (tuple(part.split()) for text in texts for part in text.split("|"))
    return tuple(sorted((part for part in found if part), key=len, reverse=True))


# Directly before the amount; "*" stands for any one word.
BEFORE = {
    "over": _phrases(
        "more than|over|at least|above|exceeding|exceed|exceeds|exceeded|in excess of|excess of|minimum of|"
        "minimum * of",
        "no less than|not less than|no fewer than|upwards of|upward of|greater than|higher than|better than|"
        "topping|topped",
        "surpassing|surpassed|surpass|well over|a minimum|minimum|starting at|starting from|well above|"
        "north of|larger than",
    ),
    "under": _phrases(
        "up to|upto|as much as|as many as|under|less than|lower than|at most|no more than|not more than|"
        "below|not exceeding",
        "maximum of|maximum * of|a maximum|maximum|fewer than|as high as|capped at|can reach|could reach|"
        "may reach|might reach",
        "not exceed|no higher than|smaller than|cheaper than|as little as|up to a|limited to|a cap of",
    ),
    "about": _phrases(
        "about|around|roughly|approximately|approx|some|nearly|almost|circa|estimated|close to|near|nearing|"
        "approaching|~",
        "in the region of|in the order of|on the order of|of the order of|virtually|something like|"
        "just short of|towards",
        "estimated at|estimated to be|in the neighborhood of|in the area of|an average|average of|averaging|averaged",
    ),
}


def _by_last_word(phrases: dict[str, tuple[Words, ...]]) -> dict[str, list[tuple[Words, str]]]:
    """The phrases, each with its name, by the word that stands next to the amount."""
    by_last: dict[str, list[tuple[Words, str]]] = {}
    for name, whole in phrases.items():
        for phrase in whole:
            by_last.setdefault(phrase[-1], []).append((phrase, name))
    return by_last


BEFORE_BY_LAST = _by_last_word(BEFORE)
AFTER = {
    "over": _phrases("or more|and more|and up|or higher|+|- plus|at least|and above|or above"),
    "under": _phrases("or less|at most|or under|or below|or lower"),
    "about": _phrases("or so|or thereabouts|odd|- odd"),
}
# Words that may stand between the bound and the amount.
SKIPPED = frozenset(("a an another further additional extra record total combined whopping staggering").split())
# "talks over $5 billion": here "over" names the topic.
TOPICS = frozenset(
    (
        "dispute row talks battle fight disagreement concern concerns argument lawsuit negotiations clash "
        "quarrel wrangle control questions questioned worries anger outcry scandal investigation spread"
    ).split()
)
UNITS_SOLD = frozenset(
    (
        "share shares unit units barrel barrels bbl tonne tonnes ton tons ounce oz bushel bu lb lbs pound "
        "gallon litre liter gram gramme kilo kilogram kg metre meter mile acre hectare head jar bag bale cwt "
        "tb mmbtu btu ticket copy seat warrant ads ad piece bottle pack packet litres thousand cubic kilowatt "
        "kwh word vote vehicle car cut person household family pop apiece call text note bond contract pair "
        "certificate bulb room night bird animal"
    ).split()
)
SINGULARS = frozenset("dollar dlr pound sterling euro yen mark franc rouble ruble lira yuan".split())
LONG_DECIMALS = 3
PRICE_NOUNS = frozenset(
    ("price prices dividend dividends priced shr shares div exercisable fob cif bid premium").split()
)


def _ends_with(words: Sequence[str], phrase: Words) -> bool:
    return len(words) >= len(phrase) and all(
        want in {"*", word} for word, want in zip(words[-len(phrase) :], phrase, strict=True)
    )


def qualifier(tokens: list[Token], start: int, end: int) -> str:
    """ "exact", "about", "over" or "under" for the amount over the tokens [start, end)."""
    if at(tokens, end - 1).text == "+" or any(token.low == "plus" for token in tokens[start:end]):
        return "over"
    after = tuple(token.low for token in tokens[end : end + 3])
    for name, phrases in AFTER.items():
        if any(after[: len(phrase)] == phrase for phrase in phrases):
            return name
    stop = start
    while stop and at(tokens, stop - 1).low in SKIPPED:
        stop -= 1
    words = [token.low for token in tokens[max(0, stop - 5) : stop]]
    known = BEFORE_BY_LAST.get(words[-1], []) if words else []
    matches = [(len(phrase), name) for phrase, name in known if _ends_with(words, phrase)]
    if not matches:
        return "exact"
    length, name = max(matches)
    is_topic = words[-1] == "over" and len(words) > 1 and words[-2] in TOPICS
    return "exact" if is_topic and length == 1 else name


def unit_sold(tokens: list[Token], end: int) -> bool:
    """Whether the amount is a price per something: "a barrel", "per share", "-a-share", "/lb", "each"."""
    j = end + (at(tokens, end).text in {"-", ","})
    word = at(tokens, j).low
    if word in {"each", "apiece", "fob", "cif", "roundtrip"}:
        return True
    if word not in {"a", "an", "per", "/", "the", "to"}:
        return False
    k = j + 1 + (at(tokens, j + 1).text == "-")
    k += at(tokens, k).low in {"metric", "long", "short", "troy", "common", "fine", "mln"}
    after = at(tokens, k).low
    if word in {"per", "/"} and at(tokens, k).kind == "n":
        return True
    if word in {"the", "to"}:
        return word == "the" and after in {"barrel", "tonne", "ounce", "share"}
    return after in UNITS_SOLD or (word in {"per", "/"} and after.isalpha() and after not in TIME_UNITS)


def kind(tokens: list[Token], start: int, end: int, magnitude: float | None, currency_words: frozenset[str]) -> str:
    """amount, price or rate. currency_words: every word or sign that names a currency."""
    if magnitude is None and _is_rate(tokens, start, end, currency_words):
        return "rate"
    if unit_sold(tokens, end):
        return "price"
    if magnitude is None and at(tokens, start + 1).text == "/" and at(tokens, start + 2).kind == "n":
        # A dealer's quote, unless it is one of a good: "1.8050/60 marks".
        return "rate"
    before = {token.low for token in tokens[max(0, start - 4) : start]}
    return "price" if magnitude is None and before & PRICE_NOUNS else "amount"


def _is_quoted(tokens: list[Token], start: int, end: int) -> bool:
    """ "the euro fetched $1.0870": a sign with so many decimals is the price of another currency."""
    has_sign = any(token.text in {"$", "£", "€", "¥"} for token in tokens[start:end])
    has_decimals = any(len(token.text.partition(".")[2]) >= LONG_DECIMALS for token in tokens[start:end])
    return has_sign and has_decimals and any(token.low in SINGULARS for token in tokens[max(0, start - 16) : start])


def _is_rate(tokens: list[Token], start: int, end: int, currency_words: frozenset[str]) -> bool:
    link, first, second = (at(tokens, end + k).low for k in range(3))
    other = second if first in {"the", "one"} else first
    if link in {"to", "per", "against", "/"} and other in currency_words and other.isalpha():
        return True
    if link == "to" and first in {"the", "one"} and at(tokens, end + 3).low in {"dollar", "dlr", "pound"}:
        return True  # "2.14 Singapore dlrs to the U.S. dollar"
    if link == "a" and first in {"dollar", "dlr", "euro"}:
        return True
    if _is_quoted(tokens, start, end):
        return True
    # "the dollar may fall to 140 yen": another currency is what is priced.
    names = currency_words - {"$", "£", "€", "¥", "p"}
    priced = [i for i in range(max(0, start - 16), start) if re.sub("['’]s$", "", tokens[i].low) in SINGULARS]
    unit = {token.low for token in tokens[start:end]} & names
    if not priced or not unit or tokens[priced[-1]].low in unit:
        return False
    return at(tokens, priced[-1] - 1).kind != "n" and at(tokens, priced[-1] + 1).text != "-"
