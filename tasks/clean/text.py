"""Cleans one text: repaired, unwrapped, with its sentences, its profile and its language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks.clean.boilerplate import dateline_end, is_boilerplate
from tasks.clean.language import is_codable, recognise
from tasks.clean.layout import arrange
from tasks.clean.offsets import OffsetMap
from tasks.clean.repair import repair
from tasks.clean.sentences import split_line

_TERMINAL = re.compile(r"\w{2}[.!?][\"')\]]*(?=\s|$)")
_WORDS_PER_TERMINAL = 80
_MAX_TITLE = 160
_LEAD_LINES = 3
_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Profile:
    """How much of writing's apparatus a text has. `casing`: mixed, lower, upper or none."""

    casing: str
    has_punctuation: bool
    has_digits: bool


@dataclass(frozen=True, slots=True)
class SentenceSpan:
    """One sentence of the cleaned text, end exclusive. `is_boilerplate`: no part of the report, never coded."""

    start: int
    end: int
    is_boilerplate: bool = False


@dataclass(frozen=True, slots=True)
class CleanText:
    """A cleaned text. Offsets count characters of `text`; `offsets` traces them to the text as given.

    The title is `text[:title_end]` (0 without one). A title that was put in front maps to offset 0, length 0 of the
    given text.
    """

    text: str
    title_end: int
    offsets: OffsetMap
    profile: Profile
    sentences: tuple[SentenceSpan, ...]
    language: str
    language_score: float
    is_codable: bool


def clean_text(raw: str, title: str = "") -> CleanText:
    """Cleans `raw`; total on any string, and cleaning the result again changes nothing.

    With `title`, the cleaned text begins with it, put in front (and a blank line after) unless it is the first line
    already. Without, a first line that looks like a title counts as one.
    """
    text, offsets = _repaired_and_arranged(raw)
    heading = " ".join(_repaired_and_arranged(title)[0].split())
    if heading and _fold(text.split("\n", 1)[0]) != _fold(heading):
        added = heading + ("\n\n" if text else "")
        text, step = arrange(added + text)
        offsets, title_end = offsets.shifted(len(added)).after(step), len(heading)
    else:
        title_end = len(text.split("\n", 1)[0]) if heading else _found_title(text)
    profile = profile_of(text)
    language, score = recognise(text)
    sentences = tuple(find_sentences(text, title_end, profile))
    return CleanText(text, title_end, offsets, profile, sentences, language, score, is_codable(text, language))


def _repaired_and_arranged(raw: str) -> tuple[str, OffsetMap]:
    """Repairs and unwraps until nothing changes: what looks like mojibake depends on its neighbours."""
    text, offsets = raw, OffsetMap.identity(len(raw))
    for number in range(_ROUNDS):
        repaired, step = repair(text)
        if number and repaired == text:
            break
        text, later = arrange(repaired)
        offsets = offsets.after(step).after(later)
    return text, offsets


def _fold(line: str) -> str:
    return " ".join(line.casefold().split())


def _found_title(text: str) -> int:
    """Where the title ends that the text begins with: a line before a blank one, or a short one before longer ones."""
    first, _, rest = text.partition("\n")
    if not rest.strip() or len(first) > _MAX_TITLE or dateline_end(first, is_lead=True):
        return 0
    if rest.startswith("\n"):
        return len(first)
    is_heading = not re.search(r"[.!?;:,][\"')]*$", first)
    return len(first) if is_heading and len(first) < max(map(len, rest.split("\n"))) else 0


def profile_of(text: str) -> Profile:
    """Case, sentence punctuation and digits of a text."""
    upper = sum(map(str.isupper, text))
    cased = upper + sum(map(str.islower, text))
    casing = "mixed"
    if not cased:
        casing = "none"
    elif upper >= 0.9 * cased:
        casing = "upper"
    elif upper <= 0.01 * cased:
        casing = "lower"
    terminals = len(_TERMINAL.findall(text))
    has_punctuation = bool(terminals) and terminals * _WORDS_PER_TERMINAL >= text.count(" ") + text.count("\n")
    return Profile(casing, has_punctuation, any(map(str.isdigit, text)))


def find_sentences(text: str, title_end: int, profile: Profile) -> list[SentenceSpan]:
    """Sentences in order, none across a line break. The title is one; so is a dateline (as boilerplate).

    Without punctuation a line is a sentence, however long: words alone tell an end with a precision of 0.5 at best
    (measured on mangled news), and a wrong cut would part an act from its actor.
    """
    spans: list[SentenceSpan] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        if start < title_end:
            spans.append(SentenceSpan(0, title_end))
        elif line:
            spans.extend(
                SentenceSpan(start + span.start, start + span.end, span.is_boilerplate)
                for span in _line_sentences(line, profile, number <= _LEAD_LINES)
            )
        start += len(line) + 1
    return spans


def _line_sentences(line: str, profile: Profile, is_lead: bool) -> Iterator[SentenceSpan]:
    head = dateline_end(line, is_lead)
    if head:
        yield SentenceSpan(0, head, True)
    body = line[head:]
    whole = [(len(body) - len(body.lstrip()), len(body.rstrip()))] if body.strip() else []
    for start, end in split_line(body, profile.casing) if profile.has_punctuation else whole:
        yield SentenceSpan(head + start, head + end, is_boilerplate(body[start:end], is_lead))
