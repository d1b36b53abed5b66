"""`detente code`: JSON Lines from a file or standard input, coded, to a file or standard output."""

import gzip
import io
import json
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TextIO

from flows.explain_view import show_explanations
from flows.outcome import FAILED, USAGE
from flows.rendering import ignore_closed_pipe, make_console
from tasks.clean.articles import MAX_ARTICLE
from tasks.clean.language import UNDETERMINED
from tasks.clean.text import clean_text
from tasks.extract.coder import Coder
from tasks.extract.explain import explain_record
from tasks.extract.record import RecordError, check_record, code_records, parse_day
from tasks.report.text import plain

_STREAMS = ("/dev/std", "/dev/fd/", "/proc/")  # names of what is open already, which may be a file


class CodeError(Exception):
    """The stream cannot be coded. The message is one line with the remedy, `code` the exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code


def code_stream(source: str, out: str) -> None:
    """Codes each record of `source` into one line of `out`, in order; "-" for standard streams, .gz compressed.

    Raises CodeError, and OSError where standard output fails. A file `out` is replaced once all of it is there.
    """
    if source != "-" and Path(out).exists() and Path(source).exists() and Path(out).samefile(source):
        raise CodeError(f"{out}: it is the input, and would be overwritten; name another file with -o", USAGE)
    with _reader(source) as lines, _writer(out) as target:
        for record in code_records(_records(lines, source), Coder()):
            target.write(as_line(record))
        target.flush()


def explain_stream(source: str) -> None:
    """Prints why each text of `source` was coded as it was: JSON Lines as for code_stream, or a plain .txt."""
    console = make_console()
    with _ending_quietly(), _reader(source) as lines:
        coder = Coder()
        for record in _records(lines, source, source.removesuffix(".gz").endswith(".txt")):
            found = explain_record(record, coder)
            show_explanations(console, str(record.get("id")), found, partial(_why_nothing, record["text"]))


def _why_nothing(text: str) -> str:
    """Why the model was asked nothing about a text."""
    cleaned = clean_text(text)
    if not cleaned.text.strip():
        return "It holds no text."
    if cleaned.is_codable:
        return "No sentence names or means two states, so nothing was asked of the model."
    if cleaned.language == UNDETERMINED:
        return "In no language that is recognised; the coder reads English."
    return f"Written in {cleaned.language}; the coder reads English."


def _records(lines: TextIO, source: str, is_text: bool = False) -> Iterator[dict[str, Any]]:
    """The records of the input, or its whole text as one. What goes wrong where they are used is no concern of it."""
    with _told(source):
        if is_text:
            yield _checked({"id": source, "text": lines.read()})
            return
        yield from read_records(lines, lambda told: print(f"detente: {source}: {told}", file=sys.stderr))


@contextmanager
def _told(source: str) -> Iterator[None]:
    """Turns what goes wrong with the input into a CodeError of one line."""
    try:
        yield
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise CodeError(f"{source}: damaged gzip ({error}); copy it anew", FAILED) from error
    except OSError as error:
        raise CodeError(f"{error.filename or source}: {error.strerror or error}", USAGE) from error
    except UnicodeDecodeError as error:
        raise CodeError(f"{source}: not UTF-8 ({error.reason}); convert it, as with iconv", FAILED) from error
    except RecordError as error:
        raise CodeError(f"{source}: {error}", FAILED) from error


def _reader(name: str) -> AbstractContextManager[TextIO]:
    """UTF-8 whatever the locale says; a byte order mark is dropped."""
    if name == "-":
        return nullcontext(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig"))
    opened: Any = gzip.open if name.endswith(".gz") else open
    with _told(name):
        read: TextIO = opened(name, "rt", encoding="utf-8-sig")
    return read


@contextmanager
def _writer(name: str) -> Iterator[TextIO]:
    """Gives what takes the lines. A reader that goes away early, as `head` does, ends it quietly."""
    with _ending_quietly():
        if name == "-":
            yield io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
            return
        try:
            with _place_of(name) as place, _opened(name, place) as raw, _encoded(raw, name) as text:
                yield text
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise CodeError(f"cannot write {name}: {error.strerror or error}", FAILED) from error


@contextmanager
def _ending_quietly() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        ignore_closed_pipe()


@contextmanager
def _place_of(name: str) -> Iterator[Path]:
    """Where to write what becomes the file of this name: beside it, to be put there when all has gone well.

    The input is read on the way and may turn out bad, which must not cost what the file held before. A device or a pipe
    is written to directly.
    """
    target = Path(name).resolve()  # a link stays one
    if name.startswith(_STREAMS) or (target.exists() and not target.is_file()):
        yield Path(name)
        return
    place = target.with_name(f".detente-{os.getpid()}.part")
    try:
        yield place
        if target.exists():
            place.chmod(stat.S_IMODE(target.stat().st_mode))
        place.replace(target)
    finally:
        place.unlink(missing_ok=True)


def _opened(name: str, place: Path) -> BinaryIO:
    try:
        return place.open("wb")
    except OSError as error:
        raise CodeError(f"{name}: {error.strerror or error}", USAGE) from error


@contextmanager
def _encoded(raw: BinaryIO, name: str) -> Iterator[TextIO]:
    """UTF-8 whatever the locale says, compressed where the name says so."""
    is_gzip = name.endswith(".gz")
    packed: Any = gzip.GzipFile(Path(name).name, "wb", fileobj=raw) if is_gzip else nullcontext(raw)
    with packed as data, io.TextIOWrapper(data, encoding="utf-8") as text:
        yield text


def read_records(lines: Iterable[str], warn: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    """The records of JSON Lines, blank lines left out; calls `warn` with a line's number where its date can't be read.

    Raises RecordError with the line's number.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = _checked(json.loads(line, parse_constant=_refuse_constant))
        except RecordError as error:
            raise RecordError(f"line {number} {error}") from error
        except (ValueError, RecursionError) as error:  # no JSON, a number of 5,000 digits, 200,000 brackets
            reason = getattr(error, "msg", None) or str(error).split(":")[0]
            raise RecordError(f"line {number} is not JSON ({reason}); mend or remove it") from error
        if _has_lost_date(record):
            shown = plain(json.dumps(record["published_at"], ensure_ascii=False), 60)
            warn(f"line {number}: published_at {shown} is no date that can be; coded as undated")
        yield record


def _refuse_constant(name: str) -> NoReturn:
    """NaN and Infinity, which Python reads and writes, are no JSON."""
    raise ValueError(f"{name} is no value of JSON")


def _has_lost_date(record: dict[str, Any]) -> bool:
    given = record.get("published_at")
    return given not in (None, "") and parse_day(given) is None


def _checked(row: object) -> dict[str, Any]:
    record = check_record(row)
    json.dumps(record.get("id"), allow_nan=False)  # 1e999 is infinite to Python, which would write it as no JSON
    length = len(record["text"])
    if length > MAX_ARTICLE:
        raise RecordError(f"has {length:,} characters of text, the limit is {MAX_ARTICLE:,}; split it into articles")
    return record


def as_line(record: dict[str, Any]) -> str:
    """The record as a line of JSON; where it holds lone surrogates, which UTF-8 cannot, escaped."""
    line = json.dumps(record, ensure_ascii=False)
    try:
        line.encode()
    except UnicodeEncodeError:
        line = json.dumps(record)
    return line + "\n"
