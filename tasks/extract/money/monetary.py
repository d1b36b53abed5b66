"""Whether a figure without a currency is money: "a debt of 65 mln", "pledged million to", not "3 million people"."""

from tasks.extract.money.monetary_words import (
    BALANCES,
    BRIDGE,
    COMPARING,
    COUNTED,
    DOERS,
    MONEY_NOUNS,
    MONEY_SUBJECTS,
    MONEY_VERBS,
    MOVES,
    NEUTRAL,
    NO_DOERS,
    PARTICIPLES,
    PERCENT,
    RATES,
    RATIOS,
    SOLD_GOODS,
    STRONG_BEFORE,
)
from tasks.extract.money.tokens import Token, at

WINDOW = 9
NEAR = 3
# Few things but money are counted in billions without being named.
MOSTLY_MONEY = 1e9
CONTINUES = 15
# An elided currency stands no farther back than this.
ELIDED = 40


def follows_nothing(tokens: list[Token], end: int) -> bool:
    """Whether no noun follows that the number could count."""
    return _following(tokens, end) == "open"


def is_money(tokens: list[Token], start: int, end: int, magnitude: float, mark: str) -> bool:
    """Whether the number over the tokens [start, end), which has no currency, is an amount of money.

    mark: as Number.mark. A magnitude word that has lost its number has lost its sign, too, so it needs fewer reasons.
    """
    following = _following(tokens, end)
    is_in_brackets = (at(tokens, start - 1).text, at(tokens, end).text) == ("(", ")")
    is_acronym = mark == "bare" and is_in_brackets and at(tokens, start).text.isupper()
    if following == "counted" or is_acronym:
        return False  # "5 mln people", "the Bank of Norway (BN)"
    if mark == "vague" and at(tokens, end).low == "of":
        return _names_money(tokens, end + 1)
    before, distance = _before(tokens, start)
    if before == "counted":
        return following == "money" and distance >= NEAR
    if following == "money" or before == "strong":
        return True
    if following == "open":
        is_large = magnitude >= MOSTLY_MONEY and (mark == "bare" or _speaks_of_trade(tokens, start))
        return before == "money" or is_large
    # "a billion quest for oil"; a plural would be what is counted.
    is_plural = at(tokens, end).low.endswith("s")
    return (
        mark == "bare"
        and magnitude >= MOSTLY_MONEY
        and not is_plural
        and at(tokens, start - 1).low in {"a", "the", "its"}
    )


def _speaks_of_trade(tokens: list[Token], start: int) -> bool:
    """ "Imports fell to 8.6 billion": goods are counted in tonnes and named, so billions without a name are money."""
    return any(token.low in BALANCES for token in tokens[max(0, start - WINDOW) : start])


def _names_money(tokens: list[Token], i: int) -> bool:
    words = [token.low for token in tokens[i : i + 2]]
    return any(
        word in {"aid", "debt", "debts", "loans", "investment", "assistance", "taxpayer", "taxpayers", "funds"}
        for word in words
    )


def _following(tokens: list[Token], end: int) -> str:
    """What comes after the number: "money", "counted", "open" (closed word, sign or end) or "other"."""
    j = end + (at(tokens, end).text == "-")
    first = at(tokens, j)
    if first.kind != "w" or first.low in MOVES:
        return "open"
    if first.low in COUNTED or _is_doer(first) or _is_of_class(tokens, j) or _is_of_sales(tokens, j):
        return "counted"
    if first.low in NEUTRAL:
        words = [token.low for token in tokens[j + 1 : j + 4]] if first.low in {"in", "of", "for", "worth"} else []
        if first.low == "of" and any(word in COUNTED for word in words):
            return "counted"
        return "money" if first.low != "for" and any(word in MONEY_NOUNS for word in words) else "open"
    words = []
    for token in tokens[j : j + 4]:
        if token.kind == "w" and token.low in NEUTRAL:
            break
        words.append(token.low)
    if any(word in COUNTED for word in words):
        return "counted"
    return "money" if any(word in MONEY_NOUNS for word in words) else "other"


def _is_doer(word: Token) -> bool:
    """ "12 mln farmers", "3 mln contracts": directly behind the number, and no word of money."""
    is_doer = DOERS.fullmatch(word.low) is not None and word.low not in NO_DOERS | MONEY_NOUNS
    return is_doer or word.low == "contracts"


def _is_of_sales(tokens: list[Token], j: int) -> bool:
    """ "one million sales in the last quarter": of things; "5 mln sales growth" is money."""
    after = at(tokens, j + 1)
    return tokens[j].low == "sales" and (after.kind != "w" or after.low in NEUTRAL)


def _is_of_class(tokens: list[Token], j: int) -> bool:
    """ "38.1 mln A and B shares"."""
    is_class = len(tokens[j].text) == 1 and tokens[j].text.isupper()
    return is_class and any(token.low in {"shares", "stock", "shrs"} for token in tokens[j + 1 : j + 5])


def _before(tokens: list[Token], start: int) -> tuple[str, int]:
    """The nearest telling word before the number ("strong", "money", "counted" or "none") and how far it is."""
    for distance, i in enumerate(range(start - 1, max(-1, start - 1 - WINDOW), -1)):
        word = tokens[i].low
        if word == "net" and at(tokens, i - 1).low == "the":
            continue
        if (word, at(tokens, i + 1).low) in RATES or word in {"number", "ownership"}:
            return "counted", distance
        if word in COUNTED - RATIOS or (word in {"sales", "purchases"} and at(tokens, i - 1).low in SOLD_GOODS):
            return "counted", distance
        if word in STRONG_BEFORE and distance < 6:
            return "strong", distance
        if word in MONEY_SUBJECTS or word in MONEY_VERBS:
            return "money", distance
    return "none", WINDOW


def is_bridge(tokens: list[Token], start: int, end: int) -> bool:
    """Whether the tokens [start, end) only compare two figures: "from the present", "compared with", "in 1986 from"."""
    gap = tokens[start:end]
    return 0 < len(gap) <= 7 and all(token.kind == "n" or token.low in BRIDGE for token in gap)


def is_counted(tokens: list[Token], start: int, end: int) -> bool:
    """Whether a thing is counted by the number over the tokens [start, end)."""
    return _following(tokens, end) == "counted" or _before(tokens, start)[0] == "counted"


def compares(tokens: list[Token], start: int) -> bool:
    """Whether the number at `start` is compared with one before it: "up from 34 million"."""
    return at(tokens, start - 1).low in COMPARING


def is_no_sum(tokens: list[Token], start: int, end: int) -> bool:
    """ "a 40m penalty", "the 100m title": a bare "m" that touches its digits is as often metres; "M-1b" is no sum."""
    if at(tokens, start - 1).text == "-" and at(tokens, start - 2).low == "m":
        return True
    return at(tokens, end - 1).low == "m" and at(tokens, end - 1).start == at(tokens, end - 2).end


def is_elided(tokens: list[Token], left: int, start: int, end: int) -> bool:
    """Whether a figure after the one ended at `left` speaks of the same currency: "14.9 billion in 1986 and 2.1 in"."""
    gap = tokens[left : end + 3]
    is_near = start - left <= ELIDED and not any(token.low in COUNTED - PERCENT for token in gap)
    return is_near and (_following(tokens, end) in {"open", "money"} or at(tokens, end).low in PARTICIPLES)


def continues(tokens: list[Token], left: int, start: int, end: int) -> bool:
    """Whether a figure that ends its clause speaks of the same as the one ended at `left`."""
    gap = tokens[left:start]
    is_last = at(tokens, end).kind == "s" and at(tokens, end).text not in {"-", "/"}
    return is_last and len(gap) <= CONTINUES and not any(token.low in COUNTED - RATIOS for token in gap)
