"""Bonds, notes and syndicated loans: banks that arrange an issue are no parties to its money."""

import re
from collections.abc import Sequence

from tasks.extract.money.places import Mention

ISSUE = re.compile(
    r"\b(?:(?:co-?)?lead[- ]manage[rd]s?|arrangers?|book-?runners?|dealer for|as (?:sole |sold |joint )?dealer"
    r"|lead underwriter|selling concession|issue price|launched by|(?:priced|issued) at \d|coupons?)\b",
    re.IGNORECASE,
)


def without_banks(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions less the companies where the sentence tells of an issue: "lead manager Hambros Bank said"."""
    if ISSUE.search(text) is None:
        return list(mentions)
    return [mention for mention in mentions if mention[3] != "company"]
