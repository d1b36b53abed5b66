"""Reference data that an analyst edits without Python, and the only code that reads it."""

from seeds.reader import (
    CONTEXTS,
    EVENTS,
    QUADS,
    STATUSES,
    EventType,
    read_aliases,
    read_countries,
    read_currencies,
    read_leaders,
    seeds_digest,
    seeds_path,
)

__all__ = [
    "CONTEXTS",
    "EVENTS",
    "QUADS",
    "STATUSES",
    "EventType",
    "read_aliases",
    "read_countries",
    "read_currencies",
    "read_leaders",
    "seeds_digest",
    "seeds_path",
]
