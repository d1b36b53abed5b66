"""Cleans one text: repaired, unwrapped, with its sentences, its profile and its language."""

import re
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

    The title is `text[:title_end]` (0 without one). Where the title was put in front, its characters map to offset 0 and
    length 0 of the given text.
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
    repaired, offsets = repair(raw)
    text, step = arrange(repaired)
    offsets = offsets.after(step)
    heading = " ".join(repair(title)[0].split())
    if heading and _fold(text.split("\n", 1)[0]) != _fold(heading):
        added = heading + ("\n\n" if text else "")
        text, offsets, title_end = added + text, offsets.shifted(len(added)), len(heading)
    else:
        title_end = len(text.split("\n", 1)[0]) if heading else _found_title(text)
    profile = profile_of(text)
    language, score = recognise(text)
    sentences = tuple(find_sentences(text, title_end, profile))
    return CleanText(text, title_end, offsets, profile, sentences, language, score, is_codable(text, language))


def _fold(line: str) -> str:
    return " ".join(line.casefold().split())


def _found_title(text: str) -> int:
    """Where the title ends that the text begins with: a line before a blank one, or a short one before longer ones."""
    first, _, rest = text.partition("\n")
    if not rest.strip() or len(first) > _MAX_TITLE or dateline_end(first):
        return 0
    if rest.startswith("\n"):
        return len(first)
    is_heading = not re.search(r"[.!?;:,][\"')]*$", first)
    return len(first) if is_heading and len(first) < max(map(len, rest.split("\n"))) else 0


def profile_of(text: str) -> Profile:
    """Case, sentence punctuation and digits of a text."""
    upper = sum(1 for c in text if c.isupper())
    cased = upper + sum(1 for c in text if c.islower())
    casing = "mixed"
    if not cased:
        casing = "none"
    elif upper >= 0.9 * cased:
        casing = "upper"
    elif upper <= 0.01 * cased:
        casing = "lower"
    terminals = len(_TERMINAL.findall(text))
    has_punctuation = bool(terminals) and terminals * _WORDS_PER_TERMINAL >= text.count(" ") + text.count("\n")
    return Profile(casing, has_punctuation, any(c.isdigit() for c in text))


def find_sentences(text: str, title_end: int, profile: Profile) -> list[SentenceSpan]:
    """Sentences in order, none across a line break. The title is one; so is a dateline (as boilerplate)."""
    spans: list[SentenceSpan] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        is_title = start < title_end
        is_lead = number <= _LEAD_LINES
        for first, end in [(0, len(line))] if is_title else _line_sentences(line, profile):
            sentence = line[first:end]
            if sentence.strip():
                marked = not is_title and (dateline_end(sentence) == len(sentence) or is_boilerplate(sentence, is_lead))
                spans.append(SentenceSpan(start + first, start + end, marked))
        start += len(line) + 1
    return spans


def _line_sentences(line: str, profile: Profile) -> list[tuple[int, int]]:
    head = dateline_end(line)
    body = line[head:]
    if profile.has_punctuation:
        found = split_line(body, profile.casing)
    else:
        found = [(len(body) - len(body.lstrip()), len(body.rstrip()))] if body.strip() else []
    return ([(0, head)] if head else []) + [(head + first, head + end) for first, end in found]
