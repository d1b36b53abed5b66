"""Finds the quotes of a CSV that are never closed, or only by the first quote of a later row.

Such a quote takes in the rows after it as text of its own, and a reader of CSV finds nothing wrong with that.
"""

import csv
import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from tasks.dates import parse_date
from tasks.ingest.fields import find_columns
from tasks.ingest.records import web_url

_ODD_RUN = re.compile(r'(?<!")(?:"")*"(?!")')
_ESCAPED = re.compile(r"\\.")
# Lines that may be read again for each row among them: in a file of such quotes alone that would take forever.
_MOST_READ_AGAIN = 1_000
_FITS: dict[str, Callable[[str], bool]] = {
    "id": lambda value: not re.search(r"\s", value),
    "date": lambda value: parse_date(value).at is not None,
    "url": lambda value: web_url(value) is not None,
}


class Swallowed(NamedTuple):
    """The lines behind the one whose quote is not closed: how many, and whether they are rows of the table."""

    lines: int
    are_rows: bool


class Quotes:
    """Tells rows from the text of a quote that is not closed, by the table's header and its csv dialect."""

    def __init__(self, names: Sequence[str], dialect: dict[str, Any]) -> None:
        self.names = names
        self.dialect = dialect
        self.columns = find_columns(tuple(names))

    def swallowed(self, row: list[str] | csv.Error, lines: Sequence[str | None], is_ended: bool) -> Swallowed | None:
        """What a quote of the row's lines took in wrongly, None where it did not. `is_ended`: the file ended in it."""
        if len(lines) < 2 and not is_ended:
            return None
        is_open = is_ended or isinstance(row, csv.Error)
        closing = next((n for n in range(1, len(lines)) if self._closes_badly(lines[n])), None)
        if closing is not None and (len(lines) <= _MOST_READ_AGAIN or closing == len(lines) - 1):
            found = self._behind(lines, closing)
            if found and found.are_rows:
                return found
        found = self._behind(lines, len(lines)) if is_open else None
        return found if found and (is_ended or found.are_rows) else None

    def _behind(self, lines: Sequence[str | None], end: int) -> Swallowed | None:
        """The lines behind the last quote before `end`, which opened what is open there."""
        begin = next((n for n in reversed(range(end)) if self._single_quote(lines[n])), None)
        if begin is None:
            return None
        behind = lines[begin + 1 :]
        return Swallowed(len(behind), self._are_rows(behind))

    def _single_quote(self, line: str | None) -> re.Match[str] | None:
        """The line's first quote that is neither doubled nor escaped."""
        if line is None or '"' not in line:
            return None
        if self.dialect.get("escapechar"):
            return re.search('"', _ESCAPED.sub("  ", line))
        return _ODD_RUN.search(line)

    def _closes_badly(self, line: str | None) -> bool:
        """Does the field of the lines before go on behind the quote that closes it?"""
        quote = self._single_quote(line)
        return quote is not None and quote.string[quote.end() :][:1] not in {"", "\r", "\n", self.dialect["delimiter"]}

    def _are_rows(self, lines: Sequence[str | None]) -> bool:
        """Are at least half of them rows? Else they are more likely the text of an article that was cut off."""
        written = [line for line in lines if line and line.strip()]
        return 2 * sum(self._is_row(line) for line in written) >= len(written)

    def _is_row(self, line: str) -> bool:
        """Does it give ids, dates and addresses where the header has them, and no blank before a text?

        Prose that was cut at its commas seldom does.
        """
        try:
            row = next(csv.reader([line], **self.dialect), [])
        except csv.Error:
            return False
        record = {name: value.rstrip() for name, value in zip(self.names, row, strict=False)}
        is_prose = any(record.get(name, "")[:1].isspace() for name in self.columns["text"])
        checks = [(fit, record.get(name)) for field, fit in _FITS.items() for name in self.columns[field]]
        written = [(fit, value) for fit, value in checks if value]
        if is_prose or not written or not 2 <= len(row) <= len(self.names):
            return False
        return all(fit(value) for fit, value in written)
