"""Serves the flow on a schedule for the console script, until SIGTERM or Ctrl-C."""

import sys
import warnings
from collections.abc import Sequence
from pathlib import Path

from prefect.client.schemas.schedules import CronSchedule
from pydantic import ValidationError

from flows.execute import load_flow, quieten, say
from flows.interrupt import stopping_on_signals
from flows.outcome import USAGE
from flows.server import ServingServer, cancel_runs, prefect_api
from tasks.ingest.discover import discover
from tasks.ingest.records import IngestError

DEPLOYMENT = "news"


class _Serving:
    """What must be put in order when serving is stopped: a run that is going on ends with us."""

    api = ""

    def stop(self, _: int) -> int:
        """Tells Prefect of a run that is cut off; gives the exit code, for being stopped is no failure here."""
        if self.api:
            cancel_runs(self.api, DEPLOYMENT)
        return 0


def execute_serve(sources: Sequence[str], warehouse: Path, cron: str) -> int:
    """Serves the flow until it is stopped; gives the exit code. A run that is still going makes the next one wait."""
    try:
        CronSchedule(cron=cron)
        if "-" in sources:
            raise IngestError("-: standard input can be read once only; name files, folders or URLs")
        discover(sources)
    except ValidationError:
        return say(f"{cron!r} is no cron expression: give five fields, such as '0 * * * *' for every hour", USAGE)
    except IngestError as error:
        return say(str(error), USAGE)
    quieten()
    warnings.filterwarnings("ignore", message="coroutine 'Runner.astop'")  # Prefect's own, on SIGTERM
    serving = _Serving()
    with stopping_on_signals(serving.stop), prefect_api(load_flow, ServingServer) as serving.api:
        _serve(sources, warehouse, cron, serving.api)
    return 0


def _serve(sources: Sequence[str], warehouse: Path, cron: str, api: str) -> None:
    from flows.news import news  # noqa: PLC0415 - loaded beside the server's start

    page = api.removesuffix("/api")
    print(
        f"detente: serving {', '.join(sources)} into {warehouse} at '{cron}' (UTC). Runs: {page}. Ctrl-C stops it.",
        file=sys.stderr,
        flush=True,
    )
    parameters = {"sources": list(sources), "warehouse": str(warehouse)}
    news.serve(name=DEPLOYMENT, cron=cron, parameters=parameters, limit=1, print_starting_message=False)
