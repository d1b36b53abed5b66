"""How a flow ends in a deployment: what went wrong with the data is one line, not an error with its traceback."""

from collections.abc import Callable
from typing import Any

from prefect.runtime import deployment
from prefect.states import Failed

from flows.interrupt import end_with_parent
from flows.outcome import RunFailed, RunHeld
from flows.run_limit import ended_after
from flows.settings import settings
from tasks.ingest.records import IngestError
from warehouse.connection import WarehouseError


def in_one_line(run: Callable[[], Any]) -> Any:
    """What `run` gives; in a deployment a state where it fails: a run that wants a look is Failed under the name Held.

    Elsewhere its RunFailed, IngestError and WarehouseError go on to the caller. Call it inside a flow.
    """
    if not deployment.id:
        return run()
    end_with_parent()  # not beyond the end of the process that serves it
    try:
        with ended_after(settings().run_limit):
            return run()
    except (RunFailed, IngestError, WarehouseError) as error:
        return Failed(name="Held" if isinstance(error, RunHeld) else "Failed", message=str(error), data=error)
