"""Runs the flow for the console script: server, progress, and the answer in the terminal."""

import errno
import json
import logging
import os
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from prefect.settings import PREFECT_API_URL

from flows.endings import stopped
from flows.interrupt import kill_workers, stopping_on_signals
from flows.outcome import FAILED, USAGE, RunFailed
from flows.progress import Watcher, watching
from flows.rendering import ignore_closed_pipe, make_console
from flows.request import Request, plan_of
from flows.server import mark_cancelled, prefect_api
from flows.settings import WrongSettingError, settings
from tasks.ingest.records import IngestError
from warehouse.connection import WarehouseError, open_reader

if TYPE_CHECKING:
    from flows.run import Summary


class _Running:
    """A run as far as one that is stopped must be put in order."""

    def __init__(self, warehouse: Path) -> None:
        self.api = ""
        self.watcher = Watcher()
        self._warehouse = warehouse
        self._before = _identity(warehouse)

    def stop(self, number: int) -> int:
        """Says what has become of the warehouse, here and to Prefect; gives the exit code for the signal."""
        kill_workers()
        self.watcher.close()
        is_published = _identity(self._warehouse) != self._before
        done = "the warehouse was published already" if is_published else "nothing was published"
        code = say(f"interrupted; {done}", 128 + number)
        stopped(settings().work_dir)
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


def execute_run(request: Request, as_json: bool) -> int:
    """One run of the flow; gives the exit code. Errors are one line on standard error."""
    quieten()
    running = _Running(request.warehouse)
    try:
        plan_of(request)  # a mistyped name is told before a server starts
        is_temporary = not PREFECT_API_URL.value()
        with (
            stopping_on_signals(running.stop),
            prefect_api(load_flow) as running.api,
            watching(make_console(stderr=True)) as running.watcher,
        ):
            from prefect import tags  # noqa: PLC0415

            from flows.news import news  # noqa: PLC0415 - loaded beside the server's start
            from flows.prefect_record import forget_old  # noqa: PLC0415

            if is_temporary:
                forget_old()
            with tags("detente", "by hand"):
                summary = news(**parameters_of(request))
    except (IngestError, WrongSettingError) as error:
        return say(str(error), USAGE)
    except (RunFailed, WarehouseError) as error:
        return say(str(error), FAILED)
    except KeyboardInterrupt:
        return running.stop(signal.SIGINT)
    except Exception as error:
        if settings().debug:
            raise
        return say(explain_failure(error), FAILED)
    return _answer(summary, request.warehouse, as_json)


def parameters_of(request: Request) -> dict[str, Any]:
    """The request as parameters of the flow `news`, of plain types."""
    return {
        "sources": list(request.sources),
        "warehouse": str(request.warehouse),
        "full_refresh": request.full_refresh,
        "sources_file": str(request.sources_file) if request.sources_file else None,
        "only": list(request.only),
    }


def load_flow() -> None:
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


def quieten() -> None:
    """The flow's own failure is told in one line; Prefect keeps the traceback in the run's log."""
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_is_no_failure)
    for name in ("EventsWorker", "APILogWorker"):  # they tell of what they still have to send
        logging.getLogger(name).setLevel(logging.ERROR)


def _is_no_failure(record: logging.LogRecord) -> bool:
    """Keeps Prefect's tracebacks off the console; its API handler has its own copy of the record."""
    return record.levelno < logging.ERROR


def _answer(summary: "Summary", warehouse: Path, as_json: bool) -> int:
    """Shows what the run did, which is published by now, whatever becomes of the output; gives the exit code."""
    try:
        _show(summary, warehouse, as_json)
    except BrokenPipeError:
        ignore_closed_pipe()
    except (WarehouseError, duckdb.Error) as error:
        return say(str(error), FAILED)
    return 0


def _show(summary: "Summary", warehouse: Path, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False, default=str))
        return
    from flows.terminal import show_run  # noqa: PLC0415

    with open_reader(warehouse) as con:
        show_run(make_console(), summary, con)
        sys.stdout.flush()


def say(message: str, code: int) -> int:
    """One line on standard error; gives the exit code."""
    print(f"detente: {message}", file=sys.stderr)
    return code
