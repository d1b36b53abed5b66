"""Numbers in words: "twenty-five", "two hundred and fifty", "one and a half", "half a", "three quarters of a"."""

from tasks.extract.money.number_words import FRACTION_WORDS, MAGNITUDES, TENS, UNITS
from tasks.extract.money.tokens import Token, at


def read_fraction_words(tokens: list[Token], i: int) -> tuple[float, int] | None:
    """ "half a million", "half-billion", "three quarters of a million", "a quarter of a billion"."""
    count, j = 1.0, i
    if (
        at(tokens, i).low in {"a", "one", "two", "three"}
        and at(tokens, i + 1 + (at(tokens, i + 1).text == "-")).low in FRACTION_WORDS
    ):
        count, j = float(UNITS.get(tokens[i].low, 1)), i + 1 + (at(tokens, i + 1).text == "-")
    if at(tokens, j).low not in FRACTION_WORDS:
        return None
    part, j = FRACTION_WORDS[tokens[j].low], j + 1
    while at(tokens, j).low in {"of", "a", "-"} and at(tokens, j).low:
        j += 1
    return (count * part, j) if at(tokens, j).low in MAGNITUDES else None


def read_words(tokens: list[Token], i: int) -> tuple[float, int] | None:
    """ "twenty-five", "two hundred and fifty", "one and a half", "three point five"."""
    total, end, j = 0.0, i, i
    while True:
        step = _read_below_hundred(tokens, j)
        if step is not None:
            total, end = total + step[0], step[1]
        if at(tokens, end).low == "hundred" and total and total < 100:
            total, end = total * 100, end + 1
            j = end + (at(tokens, end).low == "and")
            if _read_below_hundred(tokens, j) is not None:
                continue
        break
    return _read_tail(tokens, total, end) if end > i else None


def _read_below_hundred(tokens: list[Token], i: int) -> tuple[float, int] | None:
    word = at(tokens, i).low
    if word in UNITS:
        return float(UNITS[word]), i + 1
    if word not in TENS:
        return None
    j = i + 1 + (at(tokens, i + 1).text == "-")
    unit = UNITS.get(at(tokens, j).low, 0)
    return (float(TENS[word] + unit), j + 1) if 0 < unit < 10 else (float(TENS[word]), i + 1)


def _read_tail(tokens: list[Token], total: float, end: int) -> tuple[float, int]:
    """A fraction after a number in words: "and a half", "point five"."""
    lows = [token.low for token in tokens[end : end + 6] if token.text != "-"]
    if lows[:3] == ["and", "a", "half"]:
        skipped = 3
        while skipped < 6 and at(tokens, end + skipped - 1).low != "half":
            skipped += 1
        return total + 0.5, end + skipped
    if lows[:1] == ["point"] and lows[1:2] and lows[1] in UNITS and UNITS[lows[1]] < 10:
        return total + UNITS[lows[1]] / 10, end + 2
    return total, end
