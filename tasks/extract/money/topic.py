"""Whom "the country", "its" and an unnamed side mean: the state that the sentences just before speak of."""

import re
from collections.abc import Sequence

from tasks.extract.money.places import Mention, find_places, preposition
from tasks.extract.money.tokens import tokenize

LEADING = frozenset("in to of from with at by for against on over between near into than".split())
# Words that stand for the state that was spoken of; "it" may be anything, so it counts with verbs of states only.
COUNTRY = re.compile(r"\b(?:the|his|her|their|this)\s+(?:country|nation)(?=['’ ,])", re.IGNORECASE)
ITS = re.compile(r"\bits\b|\bit(?=\s+(?:owes|owed|repays|repaid|racked|had|has|ran|recorded|posted)\b)", re.IGNORECASE)
FOREIGN_DEBT = re.compile(r"\bthe (?:country|nation)['’]?s? s? ?(?:total )?(?:foreign|external) debt\b", re.IGNORECASE)
GOVERNMENT = re.compile(r"\bthe government\b", re.IGNORECASE)
MULTILATERAL = re.compile(r"\b(?:world|development) bank\b|\bmonetary fund\b|\bimf\b", re.IGNORECASE)
SCENES = frozenset({"capital", "city", "anaphor"})


def topic_of(text: str, mentions: Sequence[Mention]) -> str | None:
    """The state that a sentence speaks of: the first that no preposition leads, else the first; towns left out."""
    tokens = tokenize(text)
    states = [place for place in find_places(tokens, mentions) if place.kind not in SCENES]
    free = [place for place in states if preposition(tokens, place)[0] not in LEADING]
    return (free or states)[0].iso3 if states else None


def is_of_the_state(text: str) -> bool:
    """Whether a sentence speaks of the state that the whole text is about.

    "The World Bank's loan was to help the government", "the country's foreign debt".
    """
    return is_lent_to_government(text) or FOREIGN_DEBT.search(text) is not None


def is_lent_to_government(text: str) -> bool:
    """Whether a lender of many states and "the government" are named."""
    return MULTILATERAL.search(text) is not None and GOVERNMENT.search(text) is not None


def unnamed(text: str, mentions: Sequence[Mention], topic: str | None) -> list[Mention]:
    """Places of kind "topic" for "the country" and "pronoun" for "its" where the sentence names no state before.

    "The government" is one where a lender of many states is named with it.
    """
    if topic is None:
        return []
    first = min((start for start, _, iso3, kind in mentions if iso3 and kind not in SCENES), default=len(text))
    patterns = [(COUNTRY, "topic"), (ITS, "pronoun")]
    if is_lent_to_government(text):
        patterns.append((GOVERNMENT, "topic"))
    found = [(pattern.search(text), kind) for pattern, kind in patterns]
    return [(one.start(), one.end(), topic, kind) for one, kind in found if one and one.start() < first][:1]
