"""Runs the flow for the console script: server, progress, and the answer in the terminal."""

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from flows.news import RunFailed, news
from flows.progress import watching
from flows.server import prefect_api
from flows.terminal import show_run
from tasks.ingest.read import IngestError
from warehouse.connection import WarehouseError, open_reader

FAILED, USAGE = 1, 2


def execute_run(sources: Sequence[str], warehouse: Path, full_refresh: bool, as_json: bool) -> int:
    """One run of the flow; gives the exit code. Errors are one line on standard error."""
    console = Console(stderr=as_json)
    # The flow's own failure is told below in one line; Prefect's log keeps the traceback.
    logging.getLogger("prefect.flow_runs").setLevel(logging.CRITICAL)
    try:
        with prefect_api(), watching(Console(stderr=True)):
            summary = news(list(sources), warehouse, full_refresh)
    except IngestError as error:
        return _say(str(error), USAGE)
    except (RunFailed, WarehouseError) as error:
        return _say(str(error), FAILED)
    if as_json:
        print(json.dumps(summary.as_json(), ensure_ascii=False, default=str))
        return 0
    with open_reader(warehouse) as con:
        show_run(console, summary, con)
    return 0


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
