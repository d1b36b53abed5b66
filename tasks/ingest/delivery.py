"""What each source delivered in a run: outcome, counts, seconds, and the mark to begin from next time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tasks.ingest.marks import Mark

READ, UNCHANGED, FAILED = "read", "unchanged", "failed"
_ORDER = (UNCHANGED, READ, FAILED)


@dataclass
class Delivery:
    """One source in one run. `read` counts its articles; `failures` its addresses or files that gave nothing.

    Of what was `refused`, `broken` are the items that count in the share of refused ones. `unchanged` are the items of
    its files that are as an earlier run read them.
    """

    source: str
    outcome: str = UNCHANGED
    read: int = 0
    refused: int = 0
    broken: int = 0
    unchanged: int = 0
    failures: int = 0
    reason: str = ""
    seconds: float = 0.0


@dataclass
class DeliveryLog:
    """The deliveries by source, and the marks of what was read whole.

    An address of which something must be asked for again in the next run (a linked page that timed out) gets no mark:
    an unchanged feed would never bring that item again. `files` are the marks' files that were opened.
    """

    deliveries: dict[str, Delivery] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)

    @contextmanager
    def timing(self, source: str) -> Iterator[Delivery]:
        """The delivery of a source, while something of it is read."""
        since = time.monotonic()
        delivery = self.deliveries.setdefault(source, Delivery(source))
        try:
            yield delivery
        finally:
            delivery.seconds += time.monotonic() - since


def note(delivery: Delivery, outcome: str, reason: str = "") -> None:
    """Keeps the gravest outcome of the source's addresses, with its first reason."""
    if outcome == FAILED:
        delivery.failures += 1
        delivery.reason = delivery.reason or reason[:300]
    delivery.outcome = max(delivery.outcome, outcome, key=_ORDER.index)
