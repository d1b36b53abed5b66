"""Runs the flow for the console script: server, progress, and the answer in the terminal."""

import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from flows.news import RunFailed, news
from flows.progress import watching
from flows.rendering import make_console
from flows.run import Summary
from flows.server import prefect_api
from flows.terminal import show_run
from tasks.ingest.discover import discover
from tasks.ingest.read import IngestError
from warehouse.connection import WarehouseError, open_reader

FAILED, USAGE, INTERRUPTED = 1, 2, 130


def execute_run(sources: Sequence[str], warehouse: Path, full_refresh: bool, as_json: bool) -> int:
    """One run of the flow; gives the exit code. Errors are one line on standard error."""
    # The flow's own failure is told below in one line; Prefect keeps the traceback in the run's log.
    for name in ("prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_is_no_failure)
    try:
        discover(sources)  # a mistyped name is told before a server starts
        with prefect_api(), watching(make_console(stderr=True)):
            summary = news(list(sources), warehouse, full_refresh)
        _show(summary, warehouse, as_json)
    except IngestError as error:
        return _say(str(error), USAGE)
    except (RunFailed, WarehouseError) as error:
        return _say(str(error), FAILED)
    except KeyboardInterrupt:
        return _say("interrupted; nothing was published", INTERRUPTED)
    except Exception as error:
        if os.environ.get("DETENTE_DEBUG"):
            raise
        reason = str(error).splitlines()[0] if str(error) else ""
        return _say(f"the run failed: {type(error).__name__}: {reason} (DETENTE_DEBUG=1 shows the whole error)", FAILED)
    return 0


def _is_no_failure(record: logging.LogRecord) -> bool:
    """Keeps Prefect's tracebacks off the console; its API handler has its own copy of the record."""
    return record.levelno < logging.ERROR


def _show(summary: Summary, warehouse: Path, as_json: bool) -> None:
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False, default=str))
        return
    with open_reader(warehouse) as con:
        show_run(make_console(), summary, con)


def execute_serve(sources: Sequence[str], warehouse: Path, cron: str) -> int:
    """Serves the flow on a schedule until SIGTERM; a run that is still going makes the next one wait."""
    with prefect_api() as url:
        print(f"Serving {', '.join(sources)} into {warehouse} at '{cron}' (UTC). Prefect API: {url}", flush=True)
        parameters = {"sources": list(sources), "warehouse": str(warehouse)}
        news.serve(name="news", cron=cron, parameters=parameters, limit=1)
    return 0


def _say(message: str, code: int) -> int:
    print(f"detente: {message}", file=sys.stderr)
    return code
