"""Runs the flow for the console script: server, progress, and the answer in the terminal."""

import errno
import json
import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from flows.interrupt import stopping_on_interrupt
from flows.outcome import RunFailed
from flows.progress import Watcher, watching
from flows.rendering import make_console
from flows.server import mark_cancelled, prefect_api
from tasks.ingest.discover import discover
from tasks.ingest.records import IngestError
from warehouse.connection import WarehouseError, open_reader

if TYPE_CHECKING:
    from flows.run import Summary

FAILED, USAGE, INTERRUPTED = 1, 2, 130


class _Running:
    """A run as far as Ctrl-C must put it in order."""

    def __init__(self, warehouse: Path) -> None:
        self.api = ""
        self.watcher = Watcher()
        self._warehouse = warehouse
        self._before = _identity(warehouse)

    def stop(self) -> int:
        """Says what has become of the warehouse, here and to Prefect; gives the exit code."""
        self.watcher.close()
        is_published = _identity(self._warehouse) != self._before
        code = _say(
            f"interrupted; {'it had published already' if is_published else 'nothing was published'}", INTERRUPTED
        )
        if self.api and self.watcher.flow_run_id:
            mark_cancelled(self.api, self.watcher.flow_run_id)
        return code


def _identity(path: Path) -> tuple[int, int] | None:
    """Tells one published file from the next."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def execute_run(sources: Sequence[str], warehouse: Path, full_refresh: bool, as_json: bool) -> int:
    """One run of the flow; gives the exit code. Errors are one line on standard error."""
    _quieten()
    running = _Running(warehouse)
    try:
        discover(sources)  # a mistyped name is told before a server starts
        with (
            stopping_on_interrupt(running.stop),
            prefect_api(_load_flow) as running.api,
            watching(make_console(stderr=True)) as running.watcher,
        ):
            from flows.news import news  # noqa: PLC0415 - loaded beside the server's start

            summary = news(list(sources), warehouse, full_refresh)
        _show(summary, warehouse, as_json)
    except IngestError as error:
        return _say(str(error), USAGE)
    except (RunFailed, WarehouseError) as error:
        return _say(str(error), FAILED)
    except KeyboardInterrupt:
        return running.stop()
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            raise
        return _say(explain_failure(error), FAILED)
    return 0


def _load_flow() -> None:
    """Imports the stages, which takes seconds: time for the server to start."""
    import_module("flows.news")


def explain_failure(error: Exception) -> str:
    """An unforeseen error as one line: what cannot be written and where to, or its name and how to see all of it."""
    reason = str(error).splitlines()[0] if str(error) else ""
    remedy = "Choose another place with --warehouse and DETENTE_WORK_DIR"
    if os.strerror(errno.ENOSPC) in reason:
        return f"the disk is full; nothing was published. Make room, or c{remedy[1:]}"
    if isinstance(error, OSError) and error.filename:
        return f"cannot write {error.filename2 or error.filename}: {error.strerror}; nothing was published. {remedy}"
    return f"the run failed: {type(error).__name__}: {reason} (DETENTE_DEBUG=1 shows the whole error)"


def _quieten() -> None:
    """The flow's own failure is told in one line; Prefect keeps the traceback in the run's log."""
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_is_no_failure)
    for name in ("EventsWorker", "APILogWorker"):  # they tell of what they still have to send
        logging.getLogger(name).setLevel(logging.ERROR)


def _is_no_failure(record: logging.LogRecord) -> bool:
    """Keeps Prefect's tracebacks off the console; its API handler has its own copy of the record."""
    return record.levelno < logging.ERROR


def _show(summary: "Summary", warehouse: Path, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False, default=str))
        return
    from flows.terminal import show_run  # noqa: PLC0415

    with open_reader(warehouse) as con:
        show_run(make_console(), summary, con)


def execute_serve(sources: Sequence[str], warehouse: Path, cron: str) -> int:
    """Serves the flow on a schedule until SIGTERM; a run that is still going makes the next one wait."""
    with prefect_api(_load_flow) as url:
        from flows.news import news  # noqa: PLC0415

        print(f"Serving {', '.join(sources)} into {warehouse} at '{cron}' (UTC). Prefect API: {url}", flush=True)
        parameters = {"sources": list(sources), "warehouse": str(warehouse)}
        news.serve(name="news", cron=cron, parameters=parameters, limit=1)
    return 0


def _say(message: str, code: int) -> int:
    print(f"detente: {message}", file=sys.stderr)
    return code
