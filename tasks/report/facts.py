"""What the quality report holds: facts of a run, and of the warehouse by source, event, actor and check."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from tasks.report.judged import Judged
from tasks.report.verdict import Counts, Measure


@dataclass(frozen=True)
class RunFacts:
    """A row of `run`: times in UTC, counts of that run, timings in seconds by stage."""

    run_id: str
    started_at: datetime
    finished_at: datetime
    coder_version: str
    detente_version: str
    sources: tuple[str, ...]
    documents_read: int
    documents_known: int
    articles_new: int
    articles_recoded: int
    duplicates: int
    mentions: int
    relations: int
    money: int
    quarantined: int
    timings: dict[str, float]

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.finished_at - self.started_at).total_seconds()


@dataclass(frozen=True)
class SourceFacts:
    """What one source delivered."""

    source: str
    documents: int
    without_date: int
    articles: int
    stories: int
    relations: int


@dataclass(frozen=True)
class EventFacts:
    """How often an event type was coded, by status."""

    event: str
    actual: int
    future: int
    hypothetical: int
    negated: int
    mentions: int
    stories: int


@dataclass(frozen=True)
class Actor:
    """An actor that no state was found for."""

    actor: str
    label: str
    mentions: int
    stories: int


@dataclass(frozen=True)
class Refused:
    """What one check refused for one reason, with one item as an example."""

    stage: str
    check_name: str
    bare_reason: str
    items: int
    example: str


@dataclass(frozen=True)
class Named:
    """A count with what it counts."""

    name: str
    count: int


@dataclass(frozen=True)
class Quality:
    """Quality of a warehouse. `run` is None where no run has been published; everything else is of the whole."""

    verdict: str
    reasons: tuple[str, ...]
    run: RunFacts | None
    counts: Counts
    measures: tuple[Measure, ...]
    sources: tuple[SourceFacts, ...]
    languages: tuple[Named, ...]
    coder_versions: tuple[Named, ...]
    events: tuple[EventFacts, ...]
    unresolved: tuple[Actor, ...]
    refused: tuple[Refused, ...]
    judged: Judged | None = None  # of the run; None where none was kept

    def as_json(self) -> dict[str, Any]:
        """Plain dicts and lists; times stay datetimes."""
        return asdict(self)
