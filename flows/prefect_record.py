"""Keeps what Prefect has on record of our runs true and small where no server of ours is there to look after it.

A run that is killed can't tell Prefect so; the next one does. And the temporary server of `detente run` runs none of
Prefect's services, so that old runs are forgotten here.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.client.schemas.filters import (
    ArtifactFilter,
    ArtifactFilterFlowRunId,
    FlowRunFilter,
    FlowRunFilterEndTime,
    FlowRunFilterState,
    FlowRunFilterStateType,
    FlowRunFilterTags,
)
from prefect.client.schemas.objects import TERMINAL_STATES
from prefect.exceptions import PrefectException
from prefect.settings import get_current_settings
from prefect.states import Crashed

from flows.resume import is_going_on
from flows.served import TAG

FLOW_RUN = "flow-run"  # the file in a run's folder with Prefect's id of it
_AT_ONCE = 50  # old runs that one run forgets; a run a minute makes fewer
_LOST = "It was killed; the next run goes on where it stopped"


@contextmanager
def on_record(folder: Path, flow_run_id: str | None) -> Iterator[None]:
    """Notes in a run's folder which of Prefect's runs it is, as long as it goes on; ends earlier ones that were killed.

    The noting never fails for Prefect's server: where that doesn't answer, the next run tries again.
    """
    tell_killed(folder.parent)
    noted = folder / FLOW_RUN
    if flow_run_id:
        noted.write_text(flow_run_id, encoding="ascii")
    try:
        yield
    finally:
        noted.unlink(missing_ok=True)


def tell_killed(runs: Path) -> int:
    """Ends the runs below a folder that were killed and that Prefect takes for going on; gives how many."""
    killed = [path for path in runs.glob(f"*/{FLOW_RUN}") if not is_going_on(path.parent)]
    if not killed:
        return 0
    with get_client(sync_client=True) as client:
        return sum(_end(client, path) for path in killed)


def _end(client: SyncPrefectClient, noted: Path) -> bool:
    """Marks a run as crashed unless it is known to be over. What the server doesn't know stays noted."""
    with suppress(httpx.HTTPError, PrefectException):
        try:
            flow_run_id = UUID(noted.read_text(encoding="ascii").strip())
        except ValueError:  # killed as it wrote this
            noted.unlink()
            return False
        state = client.read_flow_run(flow_run_id).state
        is_over = state is not None and state.is_final()
        if not is_over:
            client.set_flow_run_state(flow_run_id, Crashed(message=_LOST), force=True)
        noted.unlink()
        return not is_over
    return False


def forget_old() -> int:
    """Deletes our runs that ended longer ago than Prefect's services would keep them; gives how many. Never fails.

    Their artifacts and logs go with them. What says how long, and whether at all, are Prefect's own settings.
    """
    chosen = get_current_settings().server.services.db_vacuum
    if "flow_runs" not in chosen.enabled_vacuum_types:
        return 0
    ended = {"before_": datetime.now(UTC) - chosen.retention_period}
    old = FlowRunFilter(
        end_time=FlowRunFilterEndTime.model_validate(ended),
        state=FlowRunFilterState(type=FlowRunFilterStateType(any_=list(TERMINAL_STATES))),
        tags=FlowRunFilterTags(all_=[TAG]),
    )
    forgotten = 0
    with suppress(httpx.HTTPError, PrefectException), get_client(sync_client=True) as client:
        for run in client.read_flow_runs(flow_run_filter=old, limit=_AT_ONCE):
            own = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=[run.id]))
            for artifact in client.read_artifacts(artifact_filter=own):
                client.delete_artifact(artifact.id)
            client.delete_flow_run(run.id)
            forgotten += 1
    return forgotten
