"""Splits a sentence into words, numerals and signs: the alphabet of the money grammar."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import lru_cache

FRACTION_SIGNS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
# A dotted abbreviation is one word ("U.S."); a numeral keeps its points and commas.
TOKEN = re.compile(
    r"(?P<w>(?:[A-Za-z]\.){2,}|[^\W\d_]+(?:[’'][^\W\d_]+)?)"
    r"|(?P<n>\d+(?:[.,]\d+)*|(?<![\d.])\.\d+|[½¼¾⅓⅔])"
    r"|(?P<s>[^\w\s])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """kind: w (word), n (numeral) or s (sign). `low` is the text in lower case, the points of "U.S." dropped."""

    kind: str
    text: str
    low: str
    start: int
    end: int


END = Token("s", "", "", -1, -1)


def tokenize(text: str) -> list[Token]:
    """Tokens in order of the text; offsets count its characters."""
    return list(_tokenize(text))


# Several rules look at one sentence after the other.
@lru_cache(maxsize=16)
def _tokenize(text: str) -> tuple[Token, ...]:
    return tuple(_token(match) for match in TOKEN.finditer(text))


def _token(match: re.Match[str]) -> Token:
    kind, text = match.lastgroup or "s", match.group()
    low = text.lower()
    return Token(kind, text, low.replace(".", "") if kind == "w" else low, match.start(), match.end())


def span_of(tokens: list[Token], start: int, end: int) -> tuple[int, int]:
    """The tokens [first, last) of the characters [start, end)."""
    first = bisect_left(tokens, start, key=lambda token: token.start)
    return first, bisect_right(tokens, end, key=lambda token: token.end)


def at(tokens: list[Token], i: int) -> Token:
    """The token at i, or an empty sign outside of the list."""
    return tokens[i] if 0 <= i < len(tokens) else END


def is_joined(tokens: list[Token], i: int) -> bool:
    """Whether nothing stands between the token at i and the next one."""
    return 0 <= i < len(tokens) - 1 and tokens[i].end == tokens[i + 1].start
