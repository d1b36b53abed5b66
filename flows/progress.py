"""Tells whoever watches a run how far it is: bars on a terminal, a line a stage in a pipe, nothing by default."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn


class Watcher:
    """Hears of stages; this one says nothing. `flow_run_id`: Prefect's id of the run, once it has begun."""

    flow_run_id: str | None = None

    def start(self, stage: str, total: int | None = None) -> None:
        """A stage begins; `total` is its number of batches where known."""

    def advance(self, stage: str) -> None:
        """One batch of the stage is done."""

    def finish(self, stage: str, said: str = "") -> None:
        """The stage is done; `said` sums it up."""

    def close(self) -> None:
        """Leaves the terminal as it was."""


class LineWatcher(Watcher):
    """One quiet line a stage, for pipes and logs."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}
        self._is_closed = False

    def start(self, stage: str, total: int | None = None) -> None:
        """Notes the time."""
        self._since[stage] = time.monotonic()

    def finish(self, stage: str, said: str = "") -> None:
        """Prints the stage, its time and what it did to standard error."""
        seconds = time.monotonic() - self._since.get(stage, time.monotonic())
        if not self._is_closed:
            print(f"{stage:<10} {seconds:6.1f} s  {said}", file=sys.stderr, flush=True)

    def close(self) -> None:
        """Says no more: what a stopped run still does is of no interest."""
        self._is_closed = True


class BarWatcher(Watcher):
    """A progress bar a stage, for people."""

    def __init__(self, console: Console) -> None:
        columns = (
            TextColumn("{task.description:<10}"),
            BarColumn(bar_width=24),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("[dim]{task.fields[said]}"),
        )
        self.bars = Progress(*columns, console=console)
        self._tasks: dict[str, int] = {}

    def start(self, stage: str, total: int | None = None) -> None:
        """Adds a bar; without a total it only pulses."""
        self._tasks[stage] = self.bars.add_task(stage, total=total, said="")

    def advance(self, stage: str) -> None:
        """Moves the bar on by one batch."""
        self.bars.advance(self._tasks[stage])  # type: ignore[arg-type]

    def finish(self, stage: str, said: str = "") -> None:
        """Fills the bar."""
        bar = self.bars.tasks[self._tasks[stage]]
        total = bar.total or max(1, bar.completed)
        self.bars.update(bar.id, total=total, completed=total, said=said)

    def close(self) -> None:
        """Stops drawing and shows the cursor again."""
        self.bars.stop()


_watcher: ContextVar[Watcher] = ContextVar("watcher", default=Watcher())  # noqa: B039


def watcher() -> Watcher:
    """Whoever watches the run in this context."""
    return _watcher.get()


@contextmanager
def watching(console: Console) -> Iterator[Watcher]:
    """Watches the runs inside: bars where the console is a terminal, lines elsewhere."""
    if console.is_terminal:
        bars = BarWatcher(console)
        with bars.bars:
            token = _watcher.set(bars)
            try:
                yield bars
            finally:
                _watcher.reset(token)
        return
    token = _watcher.set(lines := LineWatcher())
    try:
        yield lines
    finally:
        _watcher.reset(token)
