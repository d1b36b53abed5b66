"""Text as a careless cleaner leaves it: lower case, no punctuation, no token with a digit or a mark inside."""

import re

OUTER = ".,;:!?()[]{}\"'“”‘’«»…-–—"


def mangle(text: str) -> str:
    """The mangled text; a possessive "'s" becomes a word of its own."""
    words = []
    for token in text.split():
        core = token.strip(OUTER)
        possessive = re.fullmatch(r"([A-Za-z]+)['’]s", core)
        pieces = [possessive.group(1), "s"] if possessive else [core]
        words += [piece.lower() for piece in pieces if re.fullmatch(r"[A-Za-z]+", piece)]
    return " ".join(words)
