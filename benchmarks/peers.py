"""What other libraries read as money, in the record of `detente code`: a filter for their own Python.

    PYTHON -m benchmarks.peers NAME < texts.jsonl > answers.jsonl

NAME is one of PEERS. It imports nothing but the standard library and the peer, so that the peer needs no place among
Detente's dependencies:

    python3 -m venv peers
    peers/bin/pip install quantulum3 recognizers-text-number-with-unit 'emoji<2'
    benchmarks/accuracy EVAL_FOLDER --peers peers/bin/python

The wire's short forms are spelled out for the peers first ("mln dlrs": "million dollars"),
since none of them knows these. Exit code 3: the peer is not installed in that Python.
"""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]
NOT_INSTALLED = 3
ROOT = Path(__file__).parents[1]
MAGNITUDES = {"thousand": 1e3, "million": 1e6, "mln": 1e6, "m": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}
MAGNITUDE = re.compile(r"(?<![a-z])(?:(\d)(m|bn)|(thousand|million|mln|billion|bn|trillion)s?)\b", re.IGNORECASE)
# Recognizers-Text names a currency where it means one of several; the commonest stands for it.
UNITS = {"Dollar": "USD", "Pound": "GBP", "United States dollar": "USD", "British pound": "GBP"}


SPELLED_OUT = (
    (re.compile(r"\bmln\b", re.IGNORECASE), "million"),
    (re.compile(r"\bdlrs?\b", re.IGNORECASE), "dollars"),
    (re.compile(r"\bcts\b", re.IGNORECASE), "cents"),
    (re.compile(r"\bstg\b", re.IGNORECASE), "pounds sterling"),
    (re.compile(r"\bPS(?=\d)"), "£"),
    (re.compile(r"(?<=\d)bn\b"), " billion"),
    (re.compile(r"(?<=\d)m\b"), " million"),
)


def spell_out(text: str) -> tuple[str, list[int]]:
    """The text without the wire's short forms, and for each of its characters, and its end, the one that it is from."""
    origin = list(range(len(text) + 1))
    for short, long in SPELLED_OUT:
        for found in reversed(list(short.finditer(text))):
            start, end = found.span()
            text = text[:start] + long + text[end:]
            last = [origin[end - 1]] if len(long) > 1 else []
            origin[start:end] = [origin[start]] * (len(long) - len(last)) + last
    return text, origin


def read_spelled_out(read: Callable[[str], Iterator[Row]], text: str) -> list[Row]:
    """The peer's answer to the spelled-out text, by offsets of the text as given."""
    spelled, origin = spell_out(text)
    return [row | {"start": origin[row["start"]], "end": origin[row["end"] - 1] + 1} for row in read(spelled)]


def _amount(text: str, start: int, end: int, currency: str | None, value: float | None) -> Row:
    """A point value; the peers know neither bounds nor magnitudes, so the magnitude word is read for them."""
    found = MAGNITUDE.search(text[start:end])
    magnitude = MAGNITUDES[(found.group(2) or found.group(3)).lower()] if found else None
    return {"start": start, "end": end, "currency": currency, "min": value, "max": value, "magnitude": magnitude}


def read_quantulum3(text: str) -> Iterator[Row]:
    """quantulum3 with its rules alone (its classifier needs scikit-learn and a model of its own)."""
    from quantulum3 import parser  # noqa: PLC0415 - only where it is asked for

    for found in parser.parse(text):
        if found.unit.entity.name == "currency":
            code = getattr(found.unit, "currency_code", None)
            start, end = found.span
            yield _amount(text, start, end, code, found.value)


def read_recognizers(text: str) -> Iterator[Row]:
    """Microsoft's Recognizers-Text, culture en-us."""
    from recognizers_number_with_unit import recognize_currency  # noqa: PLC0415 - as above
    from recognizers_text import Culture  # noqa: PLC0415 - as above

    for found in recognize_currency(text, Culture.English):
        resolution = found.resolution or {}
        value = resolution.get("value")
        code = resolution.get("isoCurrency") or UNITS.get(resolution.get("unit", ""))
        yield _amount(text, found.start, found.end + 1, code, None if value is None else float(value))


PEERS: dict[str, Callable[[str], Iterator[Row]]] = {
    "quantulum3": read_quantulum3,
    "recognizers-text": read_recognizers,
}


def ask_peer(python: str, peer: str, gold: dict[str, Row]) -> dict[str, Row] | None:
    """The peer's answers by id, asked of the interpreter `python`; None where that lacks the peer."""
    lines = "\n".join(json.dumps({"id": row["id"], "text": row["text"]}) for row in gold.values())
    command = [python, "-W", "ignore", "-m", "benchmarks.peers", peer]
    try:
        done = subprocess.run(command, input=lines, capture_output=True, text=True, cwd=ROOT, check=False)
    except FileNotFoundError as error:
        raise SystemExit(f"no Python at {python}; give one with the peers installed to --peers") from error
    if done.returncode == NOT_INSTALLED:
        return None
    done.check_returncode()
    return {row["id"]: row for row in map(json.loads, done.stdout.splitlines())}


def main() -> None:
    """Command line: see the module's docstring."""
    read = PEERS[sys.argv[1]]
    try:
        list(read("5 dollars"))
    except ImportError as error:
        print(error, file=sys.stderr)
        raise SystemExit(NOT_INSTALLED) from error
    for line in sys.stdin:
        row = json.loads(line)
        print(json.dumps({"id": row["id"], "money": read_spelled_out(read, row["text"])}))


if __name__ == "__main__":
    main()
