"""The time that an amount covers, in the words of the text: "a year", "over ten years", "annual", "five-year"."""

from tasks.extract.money.tokens import Token, at

TIME_UNITS = frozenset(("year month week day hour annum quarter decade minute fortnight season night semester").split())
LONG_TIMES = frozenset(["years", "months", "weeks", "days", "decade", "decades", "year", "quarters", "hours"])
ADVERBS = frozenset("annually yearly monthly weekly daily quarterly".split())
ADJECTIVES = frozenset("annual yearly monthly weekly daily quarterly".split())
SPAN_WORDS = frozenset(
    (
        "the next coming following a an period of two three four five six seven eight nine ten twelve fifteen "
        "twenty several past last first few fiscal"
    ).split()
)
# Between an amount and the adjective of its time: "$1.3 billion in annual aid", "a $6 billion, three-year loan".
LINKS = frozenset({"in", "of", "the", ","})
AFTER_REACH = 9
BEFORE_REACH = 5


def period(text: str, tokens: list[Token], start: int, end: int) -> str | None:
    """The words for the time that the amount over the tokens [start, end) covers, None where none stand by it."""
    span = (
        _rate_after(tokens, end)
        or _adjective_after(tokens, end)
        or _span_after(tokens, end)
        or _adjective_before(tokens, start)
    )
    return text[tokens[span[0]].start : tokens[span[1] - 1].end] if span else None


def _rate_after(tokens: list[Token], end: int) -> tuple[int, int] | None:
    """ "a year", "per month", "-a-day", "annually"."""
    if at(tokens, end).low in ADVERBS:
        return end, end + 1
    j = end + (at(tokens, end).text in {"-", "/"})
    k = j + 1 + (at(tokens, j + 1).text == "-")
    if at(tokens, end).text == "/" and at(tokens, j).low in TIME_UNITS:
        return end, j + 1
    is_rate = at(tokens, j).low in {"a", "an", "per", "each", "every"} and at(tokens, k).low in TIME_UNITS
    return (j, k + 1) if is_rate else None


def _adjective_after(tokens: list[Token], end: int) -> tuple[int, int] | None:
    """ "in annual aid", ", three-year bailout"."""
    j = end
    while at(tokens, j).low in LINKS and j < end + 2:
        j += 1
    if at(tokens, j).low in ADJECTIVES:
        return j, j + 1
    return _compound(tokens, j)


def _compound(tokens: list[Token], j: int) -> tuple[int, int] | None:
    """ "three-year", "10-month" at token j."""
    is_number = at(tokens, j).kind == "n" or at(tokens, j).low in SPAN_WORDS
    is_compound = is_number and at(tokens, j + 1).text == "-" and at(tokens, j + 2).low in TIME_UNITS
    return (j, j + 3) if is_compound and at(tokens, j + 3).low != "old" else None


def _span_after(tokens: list[Token], end: int) -> tuple[int, int] | None:
    """ "over ten years", "over the next six months", "over a ten-year period", within a few words of the amount."""
    for j in range(end, min(end + AFTER_REACH, len(tokens))):
        if tokens[j].text in {".", ";"}:
            return None
        if tokens[j].low not in {"over", "within", "for", "during"}:
            continue
        for k in range(j + 1, min(j + 6, len(tokens))):
            if tokens[k].low in LONG_TIMES and (k > j + 1 or tokens[k].low != "year"):
                is_span = all(t.kind == "n" or t.low in SPAN_WORDS or t.text == "-" for t in tokens[j + 1 : k])
                return (j, k + 1 + (at(tokens, k + 1).low == "period")) if is_span else None
    return None


def _adjective_before(tokens: list[Token], start: int) -> tuple[int, int] | None:
    """ "the annual $300 million", "a five-year, $7.5 billion package", "a three-year loan of $6 billion"."""
    if at(tokens, start - 1).low in ADJECTIVES:
        return start - 1, start
    for j in range(start - 3, max(-1, start - 3 - BEFORE_REACH), -1):
        found = _compound(tokens, j)
        between = [token.low for token in tokens[j + 3 : start]]
        if found and (not between or between[0] == "," or between[-1] in {"of", "worth"}):
            return found
        if at(tokens, j).text in {".", ";"}:
            return None
    return None
