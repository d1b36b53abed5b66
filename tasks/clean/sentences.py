"""Finds where sentences end in newswire: cased, upper-cased and lower-cased text, with punctuation or without.

Rules rather than a model: thousands of articles a second, and a wrong split can be traced. Every line is looked at
alone, so no sentence runs across a paragraph.
"""

import re
from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# After these a full stop never ends a sentence: a name or a place follows.
_TITLES = _words(
    "mr mrs ms messrs dr prof gen lt col maj capt sgt cpl cmdr adm brig gov sen rep reps sens pres hon rev fr st ste "
    "mt vs fig rt amb supt insp asst mme mlle viz approx"
)
# After these only where no number follows ("Jan. 5", "No. 10").
_BEFORE_NUMBER = _words("jan feb mar apr jun jul aug sep sept oct nov dec no nos art para vol p pp ch")
# After these only where a word follows that hardly ever goes on a name ("Inc. It said", not "Inc. President").
_OPEN = _words(
    "corp inc co cos ltd bros jr sr plc llc pty est ave blvd etc dept assn univ intl natl mfg al "
    "a.m p.m e.g i.e d.c ph.d calif fla okla tenn ariz ark colo conn tues thurs"
)
# The same, but a word of its own in lower case ("iron ore.").
_OPEN_CAPITALISED = _words(
    "ga ill ky la mass md mich minn miss mo mont neb nev ore pa tex va vt wash wis wyo ala del kan mon tue wed "
    "thu fri sat sun"
)
_STARTERS = _words(
    "the a an it he she they we you i this that these those there here in on at by for from with after before but and "
    "however meanwhile although though while when if as his her its their our my some many most several both another "
    "other last earlier later since under during despite asked what why how who yes no not also then so or mr mrs "
    "officials analysts sources"
)
# The same where no capital tells: "in the u.s. on monday" goes on.
_STARTERS_UNCASED = _words("the he she they we but however meanwhile although mr mrs")
_ATTRIBUTION = re.compile(r"(?:\S+\s+){0,4}?(?:said|says|asked|asks|told|added|wrote|replied|cried|shouted)\b", re.I)
_WEEKDAY = re.compile(r"(?:on\s+)?(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|local|gmt|est|edt|bst|et\b", re.I)

# Possessive, so that a long run of dots or quotes costs no more than its length.
_CANDIDATE = re.compile(
    r"""(?<![.!?…])(?P<mark>[.!?…]++)(?P<close>["')\]]*+)(?P<gap>\s++)(?=["'(\[$£€+*-]*+(?P<next>\S))""",
)
# "at home.The airline": the blank was lost.
_GLUED = re.compile(r"""[a-z]{3}[.!?]["']?(?=(?:The|It|He|She|They|We|But|In|And|This|That|However|Mr|A|On|For)\s)""")
_LAST_TOKEN = re.compile(r"[^\s\"'(\[]*$")
_MAX_TOKEN = 40


def split_line(line: str, casing: str) -> list[tuple[int, int]]:
    """Sentences of one line as (start, end) without outer blanks. `casing` as in the text's profile."""
    ends = {m.end("close") for m in _CANDIDATE.finditer(line) if _is_boundary(line, m, casing)}
    ends.update(m.end() for m in _GLUED.finditer(line))
    return list(_trimmed(line, sorted(ends)))


def _trimmed(line: str, ends: list[int]) -> Iterator[tuple[int, int]]:
    start = 0
    for end in [*ends, len(line)]:
        piece = line[start:end]
        stripped = piece.strip()
        if stripped:
            first = start + len(piece) - len(piece.lstrip())
            yield first, first + len(stripped)
        start = end


def _is_boundary(line: str, match: re.Match[str], casing: str) -> bool:
    following = match["next"]
    # Scripts without case begin sentences too; a lower-case letter does in lower-cased text only.
    if not following.isalnum() or (following.islower() and casing != "lower"):
        return False
    mark = match["mark"]
    rest = line[match.end("gap") : match.end("gap") + 80]
    if match["close"] and mark[-1] in "!?" and _ATTRIBUTION.match(rest):
        return False
    if mark != ".":
        return not _is_pause(line, match)
    return match["close"] not in ("", "'") or _ends_after_stop(line, match, rest, casing)


def _is_pause(line: str, match: re.Match[str]) -> bool:
    """An ellipsis that stands free ("the seller ... to offer") or that joins two halves of a lower-cased sentence."""
    is_ellipsis = match["mark"].startswith("…") or match["mark"].count(".") > 1
    return is_ellipsis and (line[max(0, match.start() - 1) : match.start()].isspace() or match["next"].islower())


def _ends_after_stop(line: str, match: re.Match[str], rest: str, casing: str) -> bool:
    """Judges a single full stop by the token before it and the word after it."""
    found = _LAST_TOKEN.search(line[max(0, match.start() - _MAX_TOKEN) : match.start()])
    raw = found.group() if found else ""
    token = raw.casefold()
    following = rest.split(maxsplit=1)[0].strip("\"'([,.;:").casefold() if rest else ""
    if token in _TITLES:
        return False
    if token in _BEFORE_NUMBER:
        return not following[:1].isdigit()
    if token in ("a.m", "p.m") and _WEEKDAY.match(rest):
        return False
    is_abbreviation = (
        token in _OPEN
        or (token in _OPEN_CAPITALISED and raw[:1].isupper())
        or bool(re.fullmatch(r"(?:[a-z]\.)+[a-z]", token))
    )
    starters = _STARTERS if casing == "mixed" else _STARTERS_UNCASED
    if is_abbreviation:
        return following in starters
    if len(token) == 1 and token.isalpha():
        # "George W. Bush" is a name; "plan B. The minister" is an end.
        words = line[max(0, match.start() - _MAX_TOKEN) : match.start()].split()
        return casing == "mixed" and following in starters and len(words) > 1 and words[-2][:1].islower()
    is_item_number = token.isdigit() and len(token) < 3 and match.start() <= len(token) + 1
    return not is_item_number
