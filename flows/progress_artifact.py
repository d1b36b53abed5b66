"""A bar in Prefect's UI for the stages of a long run."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from prefect.artifacts import create_progress_artifact, update_progress_artifact

_LONG = 5  # batches from which on a bar tells more than the list of tasks
_EVERY = 5.0  # seconds between two updates: each is a request to the server


@contextmanager
def progress_of(stage: str, total: int, done: int) -> Iterator[Callable[[], None]]:
    """Gives a function to call after each batch of a stage; `done` of the `total` were there from the start."""
    if total - done < _LONG:
        yield lambda: None
        return
    count, told = done, time.monotonic()
    about = f"{stage}: batches done of {total:,}"
    bar = create_progress_artifact(100 * count / total, key=f"progress-{stage}", description=about)

    def advance() -> None:
        nonlocal count, told
        count += 1
        if count == total or time.monotonic() - told >= _EVERY:
            told = time.monotonic()
            update_progress_artifact(bar, progress=100 * count / total)  # type: ignore[arg-type]

    yield advance
