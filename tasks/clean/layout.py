"""Undoes hard line wrapping, as of old wire copy; lines that are paragraphs, sentences or table rows stay."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from spacy.lang.en.stop_words import STOP_WORDS

from tasks.clean.offsets import OffsetMap, Segment

_MAX_WIDTH = 100  # characters; wire copy was wrapped at 60 to 80
_MIN_WIDTH = 30
_MIN_RAGGED_WIDTH = 50  # under one long line, shorter ones are rows of a table
_FULL = 0.75  # a line broken by wrapping is at least this share of the width, with the next word
# Without capitals a line that ends in a word such as "the" or "of" tells of wrapping: with this share of such lines and
# of full ones 0.83 of mangled wire articles are known as wrapped, and 0.02 of those that have a paragraph a line.
_OPEN_SHARE = 0.1
_FULL_SHARE = 0.4
_OPEN_FULL = 0.55  # of the width, for a line that ends in such a word
_MIN_UNCASED_WIDTH = 45
_MIN_UNCASED_PAIRS = 3
_ROUNDS = 4
# An abbreviation at a line's end ("Guy F.", "Gen.", "Corp.") need not end a sentence.
_ENDS_SENTENCE = re.compile(
    r"(?<!\b[A-Z]\.)(?<!\bMr\.)(?<!\bMrs\.)(?<!\bDr\.)(?<!\bGen\.)(?<!\bSen\.)(?<!\bRep\.)(?<!\bCorp\.)(?<!\bInc\.)"
    r"(?<!\bCo\.)(?<!\bLtd\.)(?<=[.!?:])[\"')\]]*$"
)
_COLUMNS = re.compile(r"\S {3,}\S.* {3,}\S|\S {5,}\S")
_FIGURE = re.compile(r"[\d/,.:%$+()-]*\d[\d/,.:%$+()-]*|vs|nil|n\.a|-+")
_OPENERS = frozenset(("The", "A", "An", "It", "In", "At", "On", "After"))
_BLANKS = re.compile(r" {2,}")


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str
    indent: int

    @property
    def is_figures(self) -> bool:
        """A row of a table, or a statement of figures ("Net 1.2 mln vs 800,000"): its line break means something."""
        words = self.text.split()
        figures = sum(1 for word in words if _FIGURE.fullmatch(word))
        return bool(_COLUMNS.search(self.text)) or (len(words) > 1 and figures / len(words) >= 0.4)


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for line in text.split("\n"):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        lines.append(_Line(start + indent, stripped, indent))
        start += len(line) + 1
    return lines


def _width(lines: list[_Line]) -> int:
    """The width at which the text was wrapped; 0 where it was not."""
    if len(lines) > 2 and not lines[1].text:  # the title tells nothing of the body
        lines = lines[2:]
    filled = [line for line in lines if line.text]
    lengths = sorted(len(line.text) for line in filled)
    width = lengths[-1] if lengths else 0
    is_ragged = width > _MAX_WIDTH
    if is_ragged:  # a lost line break must not hide the wrapping of the rest
        width = lengths[-1 - len(lengths) // 10]
    if not (_MIN_RAGGED_WIDTH if is_ragged else _MIN_WIDTH) <= width <= _MAX_WIDTH:
        return 0
    pairs = [
        (one, two)
        for one, two in pairwise(lines)
        if one.text and two.text and two.indent <= one.indent and not (one.is_figures or two.is_figures)
    ]
    if not pairs:
        return 0
    if not _has_capitals(filled):
        return width if _is_wrapped_uncased(pairs, width) else 0
    is_open = [not _ENDS_SENTENCE.search(one.text) for one, _ in pairs]
    full = sum(1 for one, two in pairs if _is_full(one, two, width))
    broken = sum(1 for (_, two), opened in zip(pairs, is_open, strict=True) if opened and two.text[:1].islower())
    is_wrapped = 2 * broken >= len(pairs) or (
        not is_ragged and broken and full >= 0.6 * len(pairs) and 2 * sum(is_open) >= len(pairs)
    )
    return width if is_wrapped else 0


def _has_capitals(lines: Iterable[_Line]) -> bool:
    return any(line.text[:1].isupper() for line in lines)


def _is_wrapped_uncased(pairs: list[tuple[_Line, _Line]], width: int) -> bool:
    """Mangled text has no end or capital that tells; lines are broken if enough are full and enough end in "the"."""
    if width < _MIN_UNCASED_WIDTH or len(pairs) < _MIN_UNCASED_PAIRS:
        return False
    full = sum(1 for one, two in pairs if _is_full(one, two, width))
    is_open = sum(1 for one, _ in pairs if _ends_open(one))
    return full >= _FULL_SHARE * len(pairs) and is_open >= _OPEN_SHARE * len(pairs)


def _ends_open(line: _Line) -> bool:
    return line.text.rsplit(None, 1)[-1].lower() in STOP_WORDS


def _is_full(line: _Line, following: _Line, width: int, share: float = _FULL) -> bool:
    with_next_word = len(line.text) + 1 + len(following.text.split(" ", 1)[0])
    return share * width <= with_next_word and len(line.text) <= _MAX_WIDTH


def _is_joined(line: _Line, following: _Line, width: int, is_lead: bool, is_cased: bool) -> bool:
    if not width or following.indent > line.indent + 1:
        return False
    if line.is_figures and following.is_figures:
        return False
    if _is_full(line, following, width):
        return True
    if not is_cased:  # a lower-case letter tells nothing then
        return _ends_open(line) and _is_full(line, following, width, _OPEN_FULL)
    if _ENDS_SENTENCE.search(line.text):
        return False
    # The text's first line is short where a dateline stood before it.
    return following.text[:1].islower() or line.text.endswith(",") or (is_lead and not _is_heading(line, following))


def _is_heading(line: _Line, following: _Line) -> bool:
    """Does the text begin anew under this short line?"""
    return line.text.isupper() != following.text.isupper() or following.text.split(" ", 1)[0] in _OPENERS


def _arranged(text: str) -> tuple[str, OffsetMap]:
    lines = _lines(text)
    width = _width(lines)
    is_cased = _has_capitals(lines)
    first = next((line for line in lines if line.text), None)
    out: list[str] = []
    segments: list[Segment] = []
    at = 0
    last: _Line | None = None
    has_gap = False
    is_lead = True
    for line in lines:
        if not line.text:
            has_gap = True
            continue
        if last:
            is_joined = not has_gap and _is_joined(last, line, width, is_lead, is_cased)
            separator = " " if is_joined else "\n\n" if has_gap else "\n"
            end = last.start + len(last.text)
            # The first line is one, and the one under it where that is a title.
            is_lead = is_lead and not is_joined and last is first
            segments.append(Segment(at, len(separator), end, line.start - end))
            out.append(separator)
            at += len(separator)
        squeezed, parts = _squeezed(line, at)
        out.append(squeezed)
        segments.extend(parts)
        at += len(squeezed)
        last, has_gap = line, False
    return "".join(out), OffsetMap(segments)


def _squeezed(line: _Line, at: int) -> tuple[str, list[Segment]]:
    """The line with runs of blanks made one, unless they are a table's columns."""
    if "  " not in line.text or line.is_figures:
        return line.text, [Segment(at, len(line.text), line.start, len(line.text))]
    out, segments, begin = [], [], 0
    for match in _BLANKS.finditer(line.text):
        end = match.start() + 1
        segments.append(Segment(at, end - begin, line.start + begin, end - begin))
        out.append(line.text[begin:end])
        at += end - begin
        begin = match.end()
    segments.append(Segment(at, len(line.text) - begin, line.start + begin, len(line.text) - begin))
    out.append(line.text[begin:])
    return "".join(out), segments


def arrange(text: str) -> tuple[str, OffsetMap]:
    r"""Returns the text with a paragraph or table row a line ("\n\n" where blank lines stood), and its map."""
    offsets = OffsetMap.identity(len(text))
    for _ in range(_ROUNDS):
        arranged, step = _arranged(text)
        if arranged == text:
            break
        text, offsets = arranged, offsets.after(step)
    return text, offsets
