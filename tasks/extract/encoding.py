"""Turns a sentence with two marked actors into the relation model's input. Training and coding share it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tokenizers import Tokenizer

# Unused entries of the encoder's vocabulary serve as markers, so the embedding table keeps its size.
MARKERS = {"A": (1, 2), "B": (3, 4), "C": (5, 6)}
# Stands where the sentence that is asked about begins, if context stands before it.
FOCUS = 7
CLS, SEP, PAD = 101, 102, 0
MAX_TOKENS = 160

MODEL_FOLDER = Path(__file__).parent / "relation_model"

Span = tuple[int, int]


@dataclass(frozen=True)
class Tokens:
    """A sentence's word pieces and where each stands in it (characters, end exclusive)."""

    ids: tuple[int, ...]
    offsets: tuple[Span, ...]


@dataclass(frozen=True)
class Encoded:
    """Model input for one pair: ids with markers, and for each id its span in the sentence (None for a marker)."""

    ids: tuple[int, ...]
    offsets: tuple[Span | None, ...]


@cache
def tokenizer(folder: Path = MODEL_FOLDER) -> Tokenizer:
    """The word-piece tokenizer that lies beside the model."""
    loaded = Tokenizer.from_file(str(folder / "tokenizer.json"))
    loaded.no_truncation()
    loaded.no_padding()
    return loaded


def tokenize(sentence: str, loaded: Tokenizer | None = None) -> Tokens:
    """Word pieces of a sentence, without the encoder's special tokens."""
    encoding = (loaded or tokenizer()).encode(sentence, add_special_tokens=False)
    return Tokens(tuple(encoding.ids), tuple(encoding.offsets))


def _covered(tokens: Tokens, spans: Sequence[Span]) -> list[Span]:
    """Token ranges [first, last) that overlap each span."""
    found = []
    for start, end in spans:
        inside = [i for i, (a, b) in enumerate(tokens.offsets) if a < end and b > start]
        if inside:
            found.append((inside[0], inside[-1] + 1))
    return found


def encode(
    tokens: Tokens,
    source: Sequence[Span],
    target: Sequence[Span],
    others: Sequence[Span] = (),
    focus: int = 0,
    limit: int = MAX_TOKENS,
) -> Encoded:
    """Puts markers around the mentions of A (`source`), B (`target`) and of other countries.

    Spans are character spans in the text that was tokenized. `focus` is the character where the sentence begins that is
    asked about, 0 if there is no context before it. A text longer than `limit` pieces is cut to the window that holds
    the mentions of A and B, with as much on both sides as fits.
    """
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    marked: list[Span] = []
    for name, spans in (("A", source), ("B", target), ("C", others)):
        for first, last in _covered(tokens, spans):
            opening.setdefault(first, []).append(MARKERS[name][0])
            closing.setdefault(last, []).insert(0, MARKERS[name][1])
            if name != "C":
                marked.append((first, last))
    if focus:
        begin = next((i for i, (a, _) in enumerate(tokens.offsets) if a >= focus), len(tokens.ids))
        opening.setdefault(begin, []).insert(0, FOCUS)
    start, stop = _window(len(tokens.ids), marked, limit - 2)
    ids: list[int] = [CLS]
    offsets: list[Span | None] = [None]
    for i in range(start, stop + 1):
        extra = closing.get(i, []) + (opening.get(i, []) if i < stop else [])
        ids.extend(extra)
        offsets.extend([None] * len(extra))
        if i < stop:
            ids.append(tokens.ids[i])
            offsets.append(tokens.offsets[i])
    return Encoded((*ids[: limit - 1], SEP), (*offsets[: limit - 1], None))


def _window(length: int, marked: list[Span], limit: int) -> Span:
    """The stretch of tokens to keep: all of them, or as much around the marked ones as fits."""
    room = limit - 4 * len(marked) - 8
    if length <= room or not marked:
        return 0, min(length, room)
    first, last = min(a for a, _ in marked), max(b for _, b in marked)
    spare = max(0, room - (last - first))
    start = max(0, min(first - spare // 2, length - room))
    return start, min(length, start + room)
