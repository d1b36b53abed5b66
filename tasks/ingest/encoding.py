"""Bytes to text: byte order marks, UTF-8, a declared encoding, else a guess among plausible ones; binary refused."""

import codecs
import re

from charset_normalizer import from_bytes

from tasks.ingest.records import RefusedError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What news files are found in when they are not UTF-8. A longer list makes guesses on short texts worse, not better.
PLAUSIBLE = ["cp1252", "cp1250", "cp1251", "koi8_r", "gb18030", "big5", "shift_jis", "euc_kr"]
_TYPOGRAPHY = frozenset("‘’‚“”„«»‹›–—…•·§°£€©®™½ ")
SAMPLE = 64 * 1024
FALLBACK = "detente_cp1252"
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_MAGIC = (
    (b"%PDF", "a PDF: convert it to text first"),
    (b"PK\x03\x04", "a zip or Office file: unpack it or save it as text first"),
    (b"\xd0\xcf\x11\xe0", "an old Office file: save it as text first"),
)


def bom_encoding(head: bytes) -> str | None:
    """The encoding that a byte order mark at the start names, or None."""
    return next((name for mark, name in _BOMS if head.startswith(mark)), None)


def refuse_binary(head: bytes) -> None:
    """Raises RefusedError("binary") where the first bytes are no text in any encoding."""
    for magic, advice in _MAGIC:
        if head.startswith(magic):
            raise RefusedError("binary", f"not text but {advice}")
    if bom_encoding(head):
        return
    sample = head[:SAMPLE]
    if sample.count(0) * 1_000 > len(sample):
        raise RefusedError("binary", "not text: it holds NUL bytes")
    if len(_CONTROL.findall(sample)) * 20 > len(sample):
        raise RefusedError("binary", "not text: more than one byte in twenty is a control character")


def _is_damaged_utf8(raw: bytes) -> bool:
    """Valid multi-byte characters, and few broken ones: UTF-8 with damage, not another encoding."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("�")
    valid = sum(not char.isascii() for char in text) - broken
    return valid > 4 * broken


def _sample(raw: bytes) -> bytes:
    """The first bytes, cut at a line's end so that no character is torn."""
    return raw if len(raw) < SAMPLE else raw[:SAMPLE].rpartition(b"\n")[0] or raw[:SAMPLE]


def _guess(raw: bytes) -> str:
    """The most plausible encoding of bytes that are not UTF-8."""
    sample = _sample(raw)
    if _is_damaged_utf8(sample):
        return "utf-8"
    if _is_western(sample):
        return "cp1252"
    match = from_bytes(sample, cp_isolation=PLAUSIBLE).best()
    return match.encoding if match else "cp1252"


def _is_western(sample: bytes) -> bool:
    """Few bytes beyond ASCII, which cp1252 reads as letters and quotes: statistics on so little would only mislead."""
    high = re.sub(rb"[\x00-\x7f]", b"", sample).decode("cp1252", FALLBACK)
    odd = sum(not char.isalpha() and char not in _TYPOGRAPHY for char in high)
    return len(high) * 4 < len(sample) and odd * 10 <= len(high)


def _decodes(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True


def encoding_of(head: bytes, declared: str | None = None) -> str:
    """Name of the codec for text that begins with `head`; a character cut off at its end does no harm.

    Order: byte order mark, UTF-8, the declared encoding, a guess among PLAUSIBLE.
    """
    mark = bom_encoding(head)
    if mark:
        return mark
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        codec = _text_codec(declared)
        return codec if codec and _decodes(_sample(head), codec) else _guess(head)
    return "utf-8"


def _text_codec(declared: str | None) -> str | None:
    """Python's name of a declared charset, None for an unknown one. Latin-1 means cp1252, as browsers have it."""
    try:
        codec = codecs.lookup((declared or "").strip())
    except (LookupError, ValueError):
        return None
    if not codec._is_text_encoding:
        return None
    return "cp1252" if codec.name in {"iso8859-1", "ascii"} else codec.name


def decode(raw: bytes, declared: str | None = None) -> str:
    """Text of the bytes; nothing is lost silently: what does not fit the encoding becomes U+FFFD or Latin-1.

    Raises RefusedError("binary") where it is no text.
    """
    refuse_binary(raw)
    encoding = encoding_of(raw, declared)
    if encoding == "cp1252":
        return raw.decode(encoding, FALLBACK)
    return raw.decode(encoding, "replace")


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    """Codec error handler: bytes that are wrong here are read as cp1252, and its five holes as Latin-1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    text = "".join(bytes([b]).decode("cp1252") if _decodes(bytes([b]), "cp1252") else chr(b) for b in wrong)
    return text, error.end


# A stream whose first bytes are ASCII may turn out Latin-1 a megabyte later; this keeps its letters.
codecs.register_error(FALLBACK, _as_cp1252)
