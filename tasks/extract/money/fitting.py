"""Whether the word after a number is a currency at all: not "80,000 pounds of copper", "past the 24,000 mark"."""

import re

from tasks.extract.money.currency import Unit
from tasks.extract.money.monetary import NEUTRAL, STRONG_BEFORE
from tasks.extract.money.numbers import Number
from tasks.extract.money.tokens import Token, at, is_joined

# Currency words that are common English words: they need digits or a magnitude word.
EVERYDAY = frozenset(
    ("mark crown won real rand leu lev sol lat kip som colon punt dong pula lek sovereign inti dram baht").split()
)
NOT_AFTER = frozenset(["ps", "re", "fr", "frs"])
WEIGHED = frozenset(("bomb bombs man men woman weight heavyweight baby fish shell warhead explosive lb thrust").split())
WEIGHTS = frozenset(
    """weighing weighed weigh weighs weight weights payload thrust tonnage capacity warhead warheads bomb bombs
    explosives""".split()
)
PRESSURES = frozenset("pressure tubing torque".split())
CONTAINERS = frozenset("bale bales bag bags box boxes sack sacks".split())
# What plants make by the pound: "a 300 mln pound polyethylene unit".
GOODS_BY_WEIGHT = frozenset(
    """polyethylene ethylene propylene polypropylene styrene polystyrene resin resins fiber fibre yarn copper zinc lead
    aluminum aluminium sugar coffee cocoa beef pork butter cheese cotton""".split()
)
VIDEO = frozenset("video videos resolution screen screens hd definition stream streaming pixels display tv".split())
VIDEO_LINES = frozenset({240.0, 360.0, 480.0, 576.0, 720.0, 1080.0, 2160.0})
MONEY_AFTER_POUNDS = frozenset(
    """aid debt debts loans taxpayers taxpayer public government investment lottery cash money funding damage cuts
    savings investments spending extra business trade orders profit profits fines compensation""".split()
)


def fits(tokens: list[Token], number: Number, unit: Unit, end: int) -> bool:
    """Whether the word after the number is a currency: not "80,000 pounds of copper", "in 1985 dollars"."""
    last = at(tokens, end - 1)
    if last.low in {"p", "sen"}:
        return number.mark == "digits" and last.text.islower() and _is_pence(tokens, number, last)
    is_other = (
        _is_parted(tokens, number, end)
        or _is_goal(tokens, number, last, end)
        or _is_half_dollar(tokens, number, last, end)
        or (last.low in {"pound", "pounds"} and unit.iso3 is None and _is_weight(tokens, number, end))
        or (last.low, at(tokens, end).low) == ("dollar", "baby")
        or _is_shouted(tokens, unit, last)
    )
    if is_other:
        return False
    if unit.head in EVERYDAY and unit.iso3 is None and number.magnitude is None:
        return number.mark == "digits" and _is_everyday_money(last, number)
    return not _is_year(tokens, number)


def _is_parted(tokens: list[Token], number: Number, end: int) -> bool:
    """Whether a word stands between number and currency that parts them."""
    between = tokens[number.end : end]
    return any(token.low in NOT_AFTER or (token.low == "of" and number.value is not None) for token in between)


def _is_goal(tokens: list[Token], number: Number, last: Token, end: int) -> bool:
    """ "past the 24,000 mark"."""
    return last.low in {"mark", "crown"} and not _is_attribute(tokens, number, end)


def _is_half_dollar(tokens: list[Token], number: Number, last: Token, end: int) -> bool:
    """ "50 cent was there": the singulars stand before a noun ("a 50 cent rise")."""
    is_closed = at(tokens, end).low in (NEUTRAL | {"s"}) - {"a", "per", "the"}
    return last.low == "cent" and (number.value or 0) >= 2 and is_closed


def _is_shouted(tokens: list[Token], unit: Unit, last: Token) -> bool:
    """Capitals amid small letters are another word: "256K DRAM"."""
    return unit.head in EVERYDAY and last.text.isupper() and any(token.text.islower() for token in tokens)


def _is_pence(tokens: list[Token], number: Number, last: Token) -> bool:
    """ "306p" for a share; not "1080p" for a picture."""
    is_shown = at(tokens, number.start - 1).low == "in" or any(token.low in VIDEO for token in tokens)
    is_picture = number.value in VIDEO_LINES and is_shown
    return last.low != "p" or (is_joined(tokens, number.end - 1) and not is_picture)


def _is_attribute(tokens: list[Token], number: Number, end: int) -> bool:
    """ "a 300 mln mark 6 pct issue", "2.5 billion mark and 200 billion yen limits"; not "past the 24,000 mark"."""
    after = at(tokens, end)
    if after.low == "and" and at(tokens, end + 1).kind == "n":
        after = at(tokens, end + 1)
    if after.kind == "n":
        return number.magnitude is not None and at(tokens, number.start - 1).low != "the"
    return after.kind == "w" and after.low not in NEUTRAL


def _is_everyday_money(last: Token, number: Number) -> bool:
    if not (last.text.islower() or last.text.isupper()) or last.low == "real":
        return False
    value = number.value or 0.0
    return value >= 100 or (last.low not in {"won", "real", "sol", "rand"} and last.low != "leva")


def _is_weight(tokens: list[Token], number: Number, end: int) -> bool:
    after, then = at(tokens, end), at(tokens, end + 1)
    before = {token.low for token in tokens[max(0, number.start - 4) : number.start]}
    if after.low == "of":
        return then.low not in MONEY_AFTER_POUNDS and not (number.mark == "vague" and before & STRONG_BEFORE)
    if after.low == "each" and before & CONTAINERS:
        return True
    behind = {token.low for token in tokens[end : end + 5]}
    goods = behind if at(tokens, end - 1).low == "pound" else set()
    return after.low in WEIGHED or bool(before & WEIGHTS) or bool(goods & GOODS_BY_WEIGHT | behind & PRESSURES)


def _is_year(tokens: list[Token], number: Number) -> bool:
    """ "in constant 1985 dollars", "the 1986 dollar"."""
    is_plain = number.mark == "digits" and number.magnitude is None and number.end == number.start + 1
    if not is_plain or not re.fullmatch(r"(19|20)\d\d", tokens[number.start].text):
        return False
    return at(tokens, number.start - 1).low in {"in", "constant", "the", "real", "since", "late", "early"}
