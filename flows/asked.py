"""What a run learns of the sources of the file: which were read, to wait for their schedule, and which failed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from prefect.logging import get_run_logger

from flows.due import keep_times, times_file
from flows.failing import failing_file, note_failing
from flows.outcome import NothingRead, RunFailed, RunHeld
from flows.request import Plan
from flows.settings import settings
from tasks.ingest.delivery import FAILED, Delivery
from tasks.ingest.write import IngestResult


@contextmanager
def noting(warehouse: Path, plan: Plan, ingested: IngestResult) -> Iterator[None]:
    """Notes what failed at once, and what was read once the run inside has published or is held.

    What was read by a run that breaks off is asked again by the next one. Where a run ends since too much was refused,
    those to blame count as failed, and the others are asked again.
    """
    work_dir = settings().work_dir
    times = times_file(work_dir, warehouse)
    failing = failing_file(work_dir, times)
    names = [entry.name for entry in plan.entries]
    failed = failed_sources(names, ingested.deliveries)
    read = [name for name in names if name not in failed]
    _tell(ingested, {name: one.line() for name, one in note_failing(failing, read, failed).items() if name in failed})
    try:
        yield
    except RunHeld:
        keep_times(times, read)
        raise
    except NothingRead:
        raise
    except RunFailed:
        refused = set(refused_too_much(ingested.deliveries)) & set(read)
        note_failing(failing, (), dict.fromkeys(refused, "too much was refused"))
        raise
    keep_times(times, read)


def failed_sources(names: Sequence[str], deliveries: Sequence[Delivery]) -> dict[str, str]:
    """Sources that gave nothing, by name, and why. One of many files or pages of which some were read is none."""
    found = {one.source: one for one in deliveries}
    missing = {name: "there is nothing at its path" for name in names if name not in found}
    return missing | {name: found[name].reason for name in names if name in found and is_down(found[name])}


def is_down(delivery: Delivery) -> bool:
    """Whether a source failed as a whole."""
    return delivery.outcome == FAILED and not delivery.read and not delivery.unchanged


def refused_too_much(deliveries: Sequence[Delivery]) -> list[str]:
    """Sources of whose items more were refused than may be."""
    limit = settings().max_rejected_share
    return [one.source for one in deliveries if one.broken > limit * (one.read + one.broken)]


def _tell(ingested: IngestResult, lines: dict[str, str]) -> None:
    """One line a source that failed, in the log, the summary and the report."""
    for name, line in lines.items():
        get_run_logger().warning("source %s: %s", name, line)
    for one in ingested.deliveries:
        one.reason = lines.get(one.source, one.reason)
