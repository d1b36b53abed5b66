"""Mentions that are no parties: "Yen" of a Euro-Yen issue, "DOE" of the Energy Department, a firm's unit abroad."""

import re
from collections.abc import Sequence

from tasks.extract.money.currency_words import HEAD
from tasks.extract.money.places import PERSONS, Mention

# An acronym is no longer than this; a headline writes whole names in capitals.
ACRONYM = 4


# A firm acts through a unit of its own: the unit's state is none of the two.
THROUGH_UNIT = re.compile(r"\b(?:through|via)\s+(?:its|their)\s+$", re.IGNORECASE)


def without_mistaken(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions less persons whose name is a currency's or, in a sentence of mixed case, an acronym, and units."""
    return [
        one
        for one in mentions
        if (one[3] not in PERSONS or not _is_mistaken(text, text[one[0] : one[1]]))
        and not THROUGH_UNIT.search(text, 0, one[0])
    ]


def _is_mistaken(text: str, name: str) -> bool:
    is_acronym = 1 < len(name) <= ACRONYM and name.isalpha() and name.isupper()
    return name.lower() in HEAD or (is_acronym and not text.isupper())
