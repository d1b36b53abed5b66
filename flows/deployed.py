"""How a flow ends in a deployment: what went wrong with the data is one line, not an error with its traceback."""

import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.runtime import deployment, flow_run
from prefect.states import Failed

from flows.interrupt import end_with_parent
from flows.outcome import RunFailed, RunHeld
from flows.run_limit import ended_after
from flows.settings import settings
from tasks.ingest.records import IngestError
from warehouse.connection import WarehouseError

OF_THE_DATA = (RunFailed, IngestError, WarehouseError)
HELD = "held"


def in_one_line(run: Callable[[], Any]) -> Any:
    """What `run` gives; in a deployment a Failed state where it fails. A run that wants a look is marked as held.

    Elsewhere its RunFailed, IngestError and WarehouseError go on to the caller. Call it inside a flow.
    """
    if not deployment.id:
        return run()
    end_with_parent()  # not beyond the end of the process that serves it
    keep_log_short()
    try:
        with ended_after(settings().run_limit):
            return run()
    except OF_THE_DATA as error:
        if isinstance(error, RunHeld):
            mark_held()
        return Failed(message=str(error), data=error)


def keep_log_short() -> None:
    """Keeps out of this process's log the tracebacks of Prefect's engine, which raises what a Failed state holds."""
    for name in ("prefect.engine", "prefect.flow_runs", "prefect.task_runs"):
        logging.getLogger(name).addFilter(_without_traceback)


def _without_traceback(record: logging.LogRecord) -> bool:
    """Makes one line of what the engine says of such a failure, twice; other lines on it lose the traceback."""
    error = record.exc_info[1] if record.exc_info else None
    if not isinstance(error, OF_THE_DATA):
        return True
    record.exc_info = None
    if "exited with unexpected exception" in record.getMessage():
        record.msg, record.args = str(error), ()
        return record.name != "prefect.engine"
    return True


def mark_held() -> None:
    """Says held in the name of the flow run and as a tag. The state's own name stays Failed: lists of Prefect's UI
    leave out other names. What can't be told to the server is in the message, too."""
    if not flow_run.id:
        return
    with suppress(Exception), get_client(sync_client=True) as client:
        name, tags = f"{flow_run.name} · {HELD}", {*flow_run.tags, HELD}
        client.update_flow_run(UUID(flow_run.id), name=name, tags=sorted(tags))
