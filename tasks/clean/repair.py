"""Repairs characters: mojibake, HTML entities, control and invisible characters, odd blanks, curly quotes."""

import re
from collections.abc import Iterator

from ftfy import TextFixerConfig, fix_text
from rapidfuzz.distance import Levenshtein

from tasks.clean.offsets import OffsetMap, Segment

_CONFIG = TextFixerConfig(unescape_html=True, normalization="NFC", uncurl_quotes=True, explain=False)
_ROUNDS = 4  # "&amp;lt;" is "<" escaped twice; more than this is no accident of a feed
_CHUNK = 1_000  # characters; bounds the cost of aligning a changed stretch, which grows with its square
_LINE_BREAKS = re.compile(r"\r\n|[\r\n\v\f\u2028\u2029]")
_PIECES = re.compile(rf"[^\n]{{1,{_CHUNK}}}(?:(?<=[ -~]) {{1,100}}|(?=\n)|$)|[^\n]{{1,{_CHUNK}}}|\n", re.ASCII)

# One character for one, so that offsets stay.
_BLANKS = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_SAME_LENGTH = (
    dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys("\u2018\u2019\u201a\u201b", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f", '"')
)
_REPLACEABLE = re.compile(f"[{''.join(_SAME_LENGTH)}]")  # faster than str.translate where few match
_UNUSUAL = re.compile(
    "[^\\x00-\\x7f\u2013\u2014\u2026\u20ac\u00a3\u2022]"
)  # anything but ASCII, dashes, dots, signs of money
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e"
    r"\u2060-\u206f\ufeff\ufff9-\ufffc\ud800-\udfff]"
)
_SUSPECT = re.compile(r"&#?\w{1,24};|[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def _fixed(piece: str) -> str:
    """The piece with every repair applied until nothing changes; always one line."""
    for _ in range(_ROUNDS):
        known = _INVISIBLE.sub("", _straightened(fix_text(piece, _CONFIG)))
        known = _LINE_BREAKS.sub(" ", known)
        if known == piece:
            break
        piece = known
    return piece


def _straightened(text: str) -> str:
    """Every blank a space, every quote straight; the length stays."""
    return _REPLACEABLE.sub(lambda match: _SAME_LENGTH[match.group()], text)


def _is_plain(piece: str) -> bool:
    return not _SUSPECT.search(piece) and (piece.isascii() or not _UNUSUAL.search(piece))


def _aligned(raw: str, fixed: str) -> Iterator[tuple[int, int, int, int]]:
    """Stretches (raw start, raw end, fixed start, fixed end); neighbouring edits are one stretch."""
    edit: list[int] | None = None
    for op in Levenshtein.opcodes(raw, fixed):
        if op.tag == "equal":
            if edit:
                yield edit[0], edit[1], edit[2], edit[3]
                edit = None
            yield op.src_start, op.src_end, op.dest_start, op.dest_end
        elif edit:
            edit[1], edit[3] = op.src_end, op.dest_end
        else:
            edit = [op.src_start, op.src_end, op.dest_start, op.dest_end]
    if edit:
        yield edit[0], edit[1], edit[2], edit[3]


def repair(raw: str) -> tuple[str, OffsetMap]:
    r"""Returns the repaired text and its offsets in `raw`. Line breaks of every kind become "\n".

    Works by stretches of a line: nearly all need no repair and cost next to nothing; a changed one is aligned with what
    it was (Levenshtein), so that every repaired character is traced to the characters that it came from.
    """
    unified = _LINE_BREAKS.sub("\n", raw)
    is_even = len(unified) == len(raw)
    breaks = OffsetMap.identity(len(raw)) if is_even else OffsetMap(_unified_breaks(raw))
    text = _straightened(unified)
    if _is_plain(text):
        return text, breaks
    out: list[str] = []
    segments: list[Segment] = []
    at = 0
    for match in _PIECES.finditer(unified):
        piece, start = match.group(), match.start()
        plain = _straightened(piece)
        fixed = plain if piece == "\n" or _is_plain(plain) else _fixed(piece)
        out.append(fixed)
        if len(fixed) == len(piece) and fixed == plain:
            segments.append(Segment(at, len(fixed), start, len(piece)))
        else:
            segments.extend(Segment(at + f0, f1 - f0, start + r0, r1 - r0) for r0, r1, f0, f1 in _aligned(piece, fixed))
        at += len(fixed)
    return "".join(out), breaks.after(OffsetMap(segments))


def _unified_breaks(raw: str) -> Iterator[Segment]:
    """The map of a text whose two-character line breaks became one character."""
    at = start = 0
    for match in re.finditer("\r\n", raw):
        length = match.start() - start
        yield Segment(at, length, start, length)
        yield Segment(at + length, 1, match.start(), 2)
        at, start = at + length + 1, match.end()
    yield Segment(at, len(raw) - start, start, len(raw) - start)
