"""Countries of a sentence by its tokens: what the rules of money flows look at."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tasks.extract.money.tokens import Token, at

Mention = tuple[int, int, str, str]
Roles = tuple[str | None, str | None]
NOBODY: Roles = (None, None)
REACH = 14
NAME_REACH = 10
ASIDE = frozenset({"by", "with", "against", "at", "near"})
# Before a word that may be a verb or a noun, these make it a noun: "a loan of", "in grants", "of new loans".
BEFORE_NOUN = frozenset(
    """a an the its their his her this that these those new of in for soft bank monetary military economic free further
    additional more own other food no any some""".split()
)
# Behind such a word, these make it a noun: "the loan facility".
NOUNS_BEHIND = frozenset("facility facilities package packages agreement agreements programme program request".split())
# "its request for", but not "will loan for".
FOR_NOUNS = frozenset("loan loans grant grants order request".split())
MODALS = frozenset("will would to may can could should must".split())
# Companies, persons, towns and the like stand for their state only beside another one: alone they pay at home.
PERSONS = frozenset({"person", "leader"})
WEAK = PERSONS | {"company", "city", "region", "institution"}
SPEAKERS = frozenset("he she him his her".split())
UNNAMED = frozenset({"topic", "pronoun", "anaphor"})
MARKETS = frozenset("traders dealers brokers bankers analysts market markets exchange trading sources stock".split())
NAME_PARTS = frozenset("a an the of and de des du its co unit subsidiary firm company group state owned based".split())
VISITS = frozenset("visit visits visited visiting".split())
YEAR_DIGITS = 4
# Between the states of a list.
LISTING = frozenset({",", "and", "or"})
# "to 30 Japanese firms", "from two Kenyan banks".
COUNTS = frozenset("two three four five six seven eight nine ten several some".split())
# Signs that end a clause.
STOPS = frozenset({";", ":"})


@dataclass(frozen=True)
class Place:
    """A mention by its tokens [start, end)."""

    start: int
    end: int
    iso3: str
    kind: str = ""


Rule = Callable[[list[Token], int, int, list[Place]], Roles]


def find_places(tokens: list[Token], mentions: Sequence[Mention]) -> list[Place]:
    """The mentions that stand for a state, in order of the text; a speaker ("he said") is no party."""
    places = []
    for start, end, iso3, kind in sorted(mentions):
        first = bisect_right(tokens, start, key=lambda token: token.end)
        last = bisect_left(tokens, end, key=lambda token: token.start)
        if first < last and iso3 and tokens[first].low not in SPEAKERS and not _is_other(tokens, first, last, kind):
            places.append(Place(first, last, iso3, kind))
    return places


def _is_other(tokens: list[Token], first: int, last: int, kind: str) -> bool:
    """ "Paris traders" are of a market, not of France; "non-EC countries" are all but the EC."""
    is_market = kind in {"capital", "city"} and at(tokens, last).low in MARKETS
    return is_market or (at(tokens, first - 1).text == "-" and at(tokens, first - 2).low == "non")


def subject(tokens: list[Token], places: list[Place], verb: int) -> str | None:
    """The state named last before the verb; None where it ends a list of several ("Albania and Macedonia have given").

    A state behind "by" or "with" is an aside: "a Luxembourg company chaired by an Italian financier paid".
    """
    near = [place for place in places if place.end <= verb <= place.end + REACH]
    before = [place for k, place in enumerate(near) if not _is_aside(tokens, near[: k + 1])]
    if not before or any(token.text in STOPS for token in tokens[before[-1].end : verb]):
        return None
    last = before[-1]
    listed = [place for place in before[:-1] if _is_listed(tokens, place, last)]
    return None if any(place.iso3 != last.iso3 for place in listed) else last.iso3


def is_scene(tokens: list[Token], place: Place) -> bool:
    """ "In Manila", "will visit Manila", "Manila -": where something is said or done, and no party."""
    if place.kind not in {"capital", "city"}:
        return False
    is_dateline = place.start == 0 and at(tokens, place.end).text in {"-", "–", "—"}
    return is_dateline or preposition(tokens, place)[0] in VISITS | {"in", "at"}


def _is_aside(tokens: list[Token], places: list[Place]) -> bool:
    """Whether the last of the places stands behind "by", is a scene ("in Manila"), or goes with one which does."""
    if preposition(tokens, places[-1])[0] in ASIDE or is_scene(tokens, places[-1]):
        return True
    return len(places) > 1 and places[-1].start <= places[-2].end + 2 and _is_aside(tokens, places[:-1])


def first_told(rules: Iterable[Rule], tokens: list[Token], start: int, end: int, places: list[Place]) -> Roles:
    """What the first rule that knows a side says of the amount over the tokens [start, end)."""
    told = (rule(tokens, start, end, places) for rule in rules)
    return next((roles for roles in told if roles != NOBODY), NOBODY)


def only_state(places: list[Place]) -> str | None:
    """The only state of the sentence, where a noun and no pronoun names it."""
    states = {place.iso3 for place in places}
    is_named = any(place.kind not in {"anaphor", "pronoun"} for place in places)
    return states.pop() if len(states) == 1 and is_named else None


def is_noun(tokens: list[Token], i: int, places: list[Place]) -> bool:
    """Whether a word that may be a verb is a noun here: "a French order", "loans of"."""
    follows_state = any(place.end == i and place.kind == "demonym" for place in places)
    before, behind = at(tokens, i - 1).low, at(tokens, i + 1).low
    is_named = behind in NOUNS_BEHIND or (behind == "for" and tokens[i].low in FOR_NOUNS and before not in MODALS)
    return is_named or before in BEFORE_NOUN or behind == "of" or follows_state


def is_owner(tokens: list[Token], place: Place) -> bool:
    """ "Brazil's", "the Philippines'", also where a cleaner parted it: "brazil s"."""
    last = tokens[place.end - 1].low
    is_plural = last.endswith("s") and at(tokens, place.end).text in {"'", "’"}
    return is_plural or last.endswith(("'s", "’s")) or at(tokens, place.end).low == "s"


def _is_listed(tokens: list[Token], left: Place, right: Place) -> bool:
    gap = [token.low for token in tokens[left.end : right.start]]
    return gap in (["and"], [","], [], [",", "and"])


def preposition(tokens: list[Token], place: Place) -> tuple[str, str]:
    """The word in front of a place, and the word before that; "the", "state-owned" and "30 (Japanese)" left out."""
    i = place.start - 1
    i -= 3 * (at(tokens, i).low in {"owned", "run", "controlled"} and at(tokens, i - 1).text == "-")
    i -= at(tokens, i).low == "the" or (place.kind == "demonym" and _is_count(at(tokens, i)))
    return at(tokens, i).low, at(tokens, i - 1).low


def _is_count(word: Token) -> bool:
    """ "30", "two"; a year is none."""
    return word.low in COUNTS or (word.kind == "n" and len(word.text) != YEAR_DIGITS)


def is_led_by(tokens: list[Token], place: Place, wanted: set[str], first: int) -> bool:
    """ "to Kenya", "to Ajinomoto Co of Japan", "from Ajinomoto Co, Tokyo, Japan"; nothing before the token `first`."""
    word = preposition(tokens, place)[0]
    if word in wanted:
        return True
    near = range(max(0, first, place.start - NAME_REACH), place.start)
    return word in {"of", ","} and any(tokens[i].low in wanted and _is_name(tokens[i + 1 : place.start]) for i in near)


def _is_name(words: list[Token]) -> bool:
    """Whether the words may be a name ("Ajinomoto Co, Tokyo,"), and no "8 billion in 1985," or "store, said the"."""
    if not words or words[0].kind == "n":
        return False
    is_written = all(word.text[:1].isupper() or word.low in NAME_PARTS or word.kind != "w" for word in words)
    return is_written and any(word.kind == "w" and word.low not in NAME_PARTS for word in words)
