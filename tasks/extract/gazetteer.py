"""The country gazetteer: surface forms to states, with dates and rules of case. Pure lookup tables, no spaCy."""

import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache

from seeds import read_aliases, read_leaders
from seeds.reader import Alias, Leader

# Offices of people who are filed under a state and do not speak for it: armed groups.
NON_STATE = "rebel taliban houthi faction militia separatist guerrilla insurgent hamas hezbollah secessionist".split()
# First names, and surnames in text without case, are no shorter.
MIN_SURNAME = 3
# Titles that begin a leader's name in the seeds.
NOT_GIVEN = frozenset("king prince princess queen sir lord lady sheikh emir sultan general colonel pope saint".split())
# Common first names that few leaders bear.
MORE_GIVEN = frozenset(
    "alan amy andrea ann anna anthony barbara brandon brian bruce carl carol charlotte cheryl craig dale deborah "
    "devin donna doug earl elaine emily gary glen glenn gordon gregory harold heather janet jason jeff jennifer jerry "
    "jessica jill joan joe judith judy julie karen kathleen keith kelly ken kenneth kevin kyle larry laura lauren leon "
    "linda lisa lois martha megan melissa nancy neil nicole pam patricia phil rachel ralph rebecca roger ron "
    "roy ruth ryan sandra sara sarah scott sharon sheila shirley stephanie susan teresa tim todd tom tony walter wayne "
    "wendy woody".split()
)
# Offices whose holders the news may call by the last name alone.
HEAD_OFFICES = frozenset(
    ["president", "prime minister", "chancellor", "foreign minister", "foreign secretary", "secretary of state"]
)
# How long a leader speaks for the state in the news before and after holding office.
YEARS_BEFORE, YEARS_AFTER = 2, 12
# Whoever led the state still stands for it where its history is told.
YEARS_AFTER_HEAD = 60


@dataclass(frozen=True)
class Term:
    """One reading of a surface form. `iso3` is empty for a phrase that is no country ("block").

    is_head: whether a leader leads the state or speaks for it abroad. is_last_name: whether a leader is named without a
    first name ("Pena Nieto"). is_prefix: whether a hyphen must follow ("Franco-"). surname: a leader's, which may come
    first ("Xi").
    """

    iso3: str
    kind: str
    match: str
    valid_from: date | None
    valid_to: date | None
    surface: str
    is_head: bool = False
    is_last_name: bool = False
    is_prefix: bool = False
    surname: str = ""

    def is_valid(self, day: date | None) -> bool:
        """Whether the reading holds on a day; without a day, only readings that hold to the present do."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)

    def is_near(self, day: date | None) -> bool:
        """Whether a leader may be meant by full name: some years before and after the term; always without a day."""
        if day is None:
            return True
        start, end = self.valid_from or date.min, self.valid_to or date.max
        years = YEARS_AFTER_HEAD if self.is_head else YEARS_AFTER
        return start.year - YEARS_BEFORE <= day.year <= end.year + years

    def days_from(self, day: date | None) -> int:
        """How many days a leader's term is away; none without a day, or for what is no leader."""
        if day is None or self.kind != "leader":
            return 0
        start, end = self.valid_from or date.min, self.valid_to or date.max
        return max((start - day).days, (day - end).days, 0)

    def is_long_gone(self, day: date | None) -> bool:
        """Whether a leader left office so long ago that the name may be somebody else's by now."""
        return day is not None and self.valid_to is not None and day.year > self.valid_to.year + YEARS_AFTER


# Letters that no decomposition makes plain, and the apostrophe of print.
_PLAIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "ß": "ss", "’": "'"})


def fold(text: str) -> str:
    """Lower case without diacritics: the key of every lookup. Its length may differ from the text's."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _speaks_for_state(leader: Leader) -> bool:
    office = leader.office.lower()
    return "minister" in office or not any(word in office for word in NON_STATE)


def _alias_term(alias: Alias) -> Term:
    return Term(
        alias.iso3,
        alias.kind,
        alias.match,
        alias.valid_from,
        alias.valid_to,
        alias.alias,
        is_last_name=alias.kind == "leader",
        is_prefix=alias.note == "prefix",
    )


def _leader_term(leader: Leader, surface: str, match: str) -> Term:
    is_head = leader.office in HEAD_OFFICES
    is_last_name = surface == leader.surname
    return Term(
        leader.iso3,
        "leader",
        match,
        leader.from_date,
        leader.to_date,
        surface,
        is_head,
        is_last_name,
        surname=leader.surname,
    )


@dataclass(frozen=True)
class Gazetteer:
    """`names`: aliases and leaders' full names; `surnames`: leaders' last names of one word.

    Keys are folded surface forms.

    `surfaces` are the forms to look for: folded, and as written, since "U.S." and "u.s." are cut differently.
    `given` are first names in lower case.
    """

    names: dict[str, tuple[Term, ...]]
    surnames: dict[str, tuple[Term, ...]]
    surfaces: tuple[str, ...]
    given: frozenset[str]


def _surfaces(names: dict[str, list[Term]]) -> tuple[str, ...]:
    """Plain letters are cut alike in any case, so the folded form alone serves them."""
    written = {term.surface for terms in names.values() for term in terms}
    marked = {
        surface
        for surface in written
        if not surface.replace(" ", "").isascii() or not surface.replace(" ", "").isalpha()
    }
    return tuple(sorted(marked | names.keys()))


def _given_names(names: dict[str, list[Term]], leaders: list[Leader]) -> frozenset[str]:
    """First names of at least two leaders who do not share the surname; words that name a state are none."""
    borne: dict[str, set[str]] = {}
    for leader in leaders:
        first = leader.name.lower().split()[0]
        if first.isalpha() and len(first) >= MIN_SURNAME and first != leader.surname.lower():
            borne.setdefault(first, set()).add(leader.surname)
    shared = {first for first, last in borne.items() if len(last) > 1}
    return frozenset(first for first in shared | MORE_GIVEN if first not in names) - NOT_GIVEN


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of the seed files, built once a process."""
    names: dict[str, list[Term]] = {}
    surnames: dict[str, list[Term]] = {}
    for alias in read_aliases():
        for key in {fold(alias.alias), alias.alias.lower()}:
            names.setdefault(key, []).append(_alias_term(alias))
    for leader in filter(_speaks_for_state, read_leaders()):
        if " " in leader.name:
            names.setdefault(fold(leader.name), []).append(_leader_term(leader, leader.name, "any"))
        if leader.surname and leader.match != "full":
            match = leader.match if len(leader.surname) >= MIN_SURNAME else "cased"
            kept = names if " " in leader.surname else surnames
            kept.setdefault(fold(leader.surname), []).append(_leader_term(leader, leader.surname, match))
    return Gazetteer(
        names={key: tuple(terms) for key, terms in names.items()},
        surnames={key: tuple(terms) for key, terms in surnames.items()},
        surfaces=_surfaces(names),
        given=_given_names(names, list(read_leaders())),
    )
