"""Whom "the country", "its" and an unnamed side mean: the state that the sentences just before speak of."""

import re
from collections.abc import Sequence

from tasks.extract.money.debts import names_multilateral
from tasks.extract.money.places import Mention, find_places, preposition
from tasks.extract.money.tokens import tokenize

LEADING = frozenset("in to of from with at by for against on over between near into than".split())
# Words that stand for the state that was spoken of; "it" may be anything, so it counts with verbs of states only.
COUNTRY = re.compile(r"\b(?:the|his|her|their|this)\s+(?:country|nation)(?=['’ ,])", re.IGNORECASE)
ITS = re.compile(r"\bits\b|\bit(?=\s+(?:owes|owed|racked|had|has|ran|recorded|posted)\b)", re.IGNORECASE)
FOREIGN_DEBT = re.compile(
    r"\bthe (?:country|nation)(?:['’]s| s)\s+(?:\S+\s+){0,4}?(?:foreign|external) debts?\b", re.IGNORECASE
)
GOVERNMENT = re.compile(r"\bthe government\b", re.IGNORECASE)
SCENES = frozenset({"capital", "city", "anaphor"})


def topic_of(text: str, mentions: Sequence[Mention]) -> str | None:
    """The state that a sentence speaks of: the first that no preposition leads, else the first; towns left out."""
    tokens = tokenize(text)
    states = [place for place in find_places(tokens, mentions) if place.kind not in SCENES]
    free = [place for place in states if preposition(tokens, place)[0] not in LEADING]
    return (free or states)[0].iso3 if states else None


def unnamed(text: str, mentions: Sequence[Mention], topic: str | None, main: str | None = None) -> list[Mention]:
    """Places of kind "topic" for "the country" and "pronoun" for "its" where the sentence names no state before.

    topic: the state that the sentences before speak of; main: the one that the whole text is about. "The country's
    foreign debt" is the latter's where no sentence before tells, and so is "the government" beside the World Bank.
    """
    first = min((start for start, _, iso3, kind in mentions if iso3 and kind not in SCENES), default=len(text))
    patterns = [(COUNTRY, "topic", topic), (ITS, "pronoun", topic), (FOREIGN_DEBT, "topic", topic or main)]
    if names_multilateral(tokenize(text)):
        patterns.append((GOVERNMENT, "topic", topic or main))
    found = [(pattern.search(text), state, kind) for pattern, kind, state in patterns if state is not None]
    return [(one.start(), one.end(), state, kind) for one, state, kind in found if one and one.start() < first][:1]
