"""Which relations a question is about: a time, a domain, a status; as options, checked, and as a macro's arguments."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

import typer
from rapidfuzz import fuzz, process

from flows.outcome import USAGE
from flows.reading import fail
from seeds.reader import STATUSES, read_contexts, read_events

FromOption = Annotated[
    str | None, typer.Option("--from", metavar="DATE", help="From this day on: 2001, 2001-09 or 2001-09-11")
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="DATE", help="Up to this day, month or year")]
DomainOption = Annotated[str | None, typer.Option("--domain", help="One domain, such as energy or military")]
StatusOption = Annotated[str | None, typer.Option("--status", help="actual, future, hypothetical or negated")]

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True)
class Filters:
    """A time, a domain and a status; what is None doesn't narrow."""

    since: date | None = None
    until: date | None = None
    domain: str | None = None
    status: str | None = None

    def call(self, macro: str, values: list[Any], *, leave: str = "") -> tuple[str, list[Any]]:
        """A query of a table macro with these filters, and what to bind; `leave` names one that the macro lacks."""
        named = {"since": self.since, "until": self.until, "domain": self.domain, "only_status": self.status}
        named.pop(leave, None)
        arguments = ", ".join(["?"] * len(values) + [f"{name} := ?" for name in named])
        return f"SELECT * FROM {macro}({arguments})", [*values, *named.values()]

    @property
    def words(self) -> str:
        """As a note beside a title; empty where nothing is narrowed."""
        time = {
            (True, True): f"{self.since} to {self.until}",
            (True, False): f"from {self.since} on",
            (False, True): f"up to {self.until}",
        }.get((self.since is not None, self.until is not None), "")
        return ", ".join(part for part in (time, self.domain, self.status) if part)


def read_filters(since: str | None, until: str | None, domain: str | None, status: str | None) -> Filters:
    """The options as filters; ends the command with one line where one is wrong."""
    first, last = _day(since, "--from", is_end=False), _day(until, "--to", is_end=True)
    if first and last and first > last:
        fail(f"--from {first} is after --to {last}", USAGE)
    return Filters(first, last, choose(domain, "domain", read_contexts()), choose(status, "status", STATUSES))


def choose_event(event: str | None) -> str | None:
    """An event type in any case; ends the command with one line where there is none of the name."""
    return choose(event.upper() if event else None, "event", read_events())


def choose(wanted: str | None, what: str, among: Iterable[str]) -> str | None:
    """`wanted` where it is one of several words, else ends the command with the closest."""
    words = list(among)
    if wanted is None or wanted in words:
        return wanted
    if wanted.lower() in words:
        return wanted.lower()
    close = process.extractOne(wanted.lower(), words, scorer=fuzz.ratio, score_cutoff=70, processor=str.lower)
    hint = f"did you mean {close[0]}? One of " if close else "one of "
    fail(f"no {what} {wanted[:40]!r}: {hint}{', '.join(words)}", USAGE)


def _day(text: str | None, option: str, *, is_end: bool) -> date | None:
    if text is None:
        return None
    match = _DATE.fullmatch(text.strip())
    try:
        if not match:
            raise ValueError
        year, month = int(match[1]), int(match[2] or (12 if is_end else 1))
        return date(year, month, int(match[3] or (monthrange(year, month)[1] if is_end else 1)))
    except ValueError:
        fail(f"{option} {text[:40]!r} is no date: write 2001, 2001-09 or 2001-09-11", USAGE)
