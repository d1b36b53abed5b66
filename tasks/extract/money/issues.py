"""Bonds, notes and syndicated loans: banks that arrange an issue are no parties to its money."""

import re
from collections.abc import Sequence

from tasks.extract.money.places import Mention

ISSUE = re.compile(
    r"\b(?:(?:co-?)?lead[- ]manage[rd]s?|arrangers?|book-?runners?|dealer for|as (?:sole |sold |joint )?dealer"
    r"|lead underwriter|selling concession|issue price|launched by|(?:priced|issued) at \d|coupons?)\b",
    re.IGNORECASE,
)
# "lead manager Credit Commercial de France said": a state in a bank's name.
MANAGER = re.compile(
    r"\b(?:(?:co-?)?lead[- ]manager|arranger|book-?runner)s?,? (?P<name>[^,]+?)(?= said\b|,|$)", re.IGNORECASE
)


def without_banks(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions less the companies where the sentence tells of an issue: "lead manager Hambros Bank said"."""
    if ISSUE.search(text) is None:
        return list(mentions)
    named = [match.span("name") for match in MANAGER.finditer(text)]
    return [one for one in mentions if one[3] != "company" and not any(a <= one[0] < b for a, b in named)]
