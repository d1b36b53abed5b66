"""Whether "X to Y" tells of a change by X to Y ("rose 3 dlrs to 74 dlrs") and not of a range."""

from tasks.extract.money.tokens import Token, at

CHANGES = frozenset(
    """rose fell rise rises rising fall falls falling up down gain gains gained gaining lose loses lost ease eased eases
    add adds added climb climbs climbed jump jumps jumped drop drops dropped decline declines declined slip slips
    slipped surge surges surged advance advances advanced increase increases increased decrease decreases decreased cut
    cuts cutting raise raised raises raising reduce reduced reduces lower lowers lowered lowering higher soared plunged
    tumbled firm firmed retreated slid dipped edged shed leapt widened narrowed improved boosted hiked trimmed grew
    climbing dropping firmer easier off""".split()
)
# One may raise 1 to 2 mln dlrs: only a wide gap shows that a price was raised.
RAISES = frozenset("raise raised raises raising add adds added put lose loses lost gain gains gained shed".split())
# Words between the change and its number: "rose by a nominal 38 billion francs to".
BETWEEN = frozenset(
    "by a an about some another just only nominal further nearly almost around roughly record full net total".split()
)
FAR = 8
# A range seldom reaches this far; a change and the level that it leads to often do.
WIDE = 3
VERY_WIDE = 10


def is_change(tokens: list[Token], start: int, low: float, high: float, has_both_units: bool, in_range: bool) -> bool:
    """Whether the number at token `start`, worth `low`, is a change that leads to `high`.

    has_both_units: each number has a currency of its own. in_range: words of a range stand before ("ranging").
    """
    if in_range or at(tokens, start - 1).low == "at":
        return False
    i = start - 1
    while at(tokens, i).low in BETWEEN:
        i -= 1
    is_wide = high >= WIDE * low
    if at(tokens, i).low in CHANGES:
        return is_wide or (has_both_units and at(tokens, i).low not in RAISES)
    if at(tokens, start - 1).low == "by" and has_both_units:
        return True
    before = {token.low for token in tokens[max(0, start - FAR) : start]}
    return (is_wide and bool(before & CHANGES)) or (has_both_units and high >= VERY_WIDE * low)
