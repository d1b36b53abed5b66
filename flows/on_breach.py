"""The flow that an automation starts when a run's quality breaks a limit: it tells a person, and saves the rest."""

from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger
from prefect.states import Failed

from flows.news import news
from flows.outcome import RunFailed
from tasks.ingest.records import IngestError
from tasks.report.charts import badge
from tasks.report.text import cell
from warehouse.connection import WarehouseError


@flow(name="on-breach", flow_run_name="quality breach · run {breach[run_id]}")
def on_breach(breach: dict[str, Any]) -> Any:
    """Leaves the artifact `quality-breach`; where single sources are to blame, reads again without them.

    The sources that were left out are held back for this once: the next run asks them again.

    Args:
        breach: The payload of the event detente.quality.breach, which the automation hands over.
    """
    suspects, without = list(breach.get("suspects") or ()), list(breach.get("without") or ())
    can_save = bool(suspects and breach.get("sources_file") and not without)
    create_markdown_artifact(
        breach_markdown(breach, suspects if can_save else []),
        key="quality-breach",
        description="What a run was held for, and what was done about it.",
    )
    get_run_logger().warning("run %s broke a limit; suspects: %s", breach.get("run_id"), ", ".join(suspects) or "none")
    return _save_the_rest(breach, suspects) if can_save else None


def _save_the_rest(breach: dict[str, Any], suspects: list[str]) -> Any:
    """What the run without the suspects came to; Failed, in one line, where that is held or fails, too."""
    try:
        return news(
            sources=list(breach.get("sources") or ()),
            warehouse=breach["warehouse"],
            sources_file=breach["sources_file"],
            only=list(breach.get("only") or ()),
            without=suspects,
            overlap="wait",
        )
    except IngestError as error:
        get_run_logger().warning("nothing is left to read: %s", error)
        return None
    except (RunFailed, WarehouseError) as error:
        return Failed(message=f"the rest can't be saved either: {error}", data=error)


def breach_markdown(breach: dict[str, Any], left_out: list[str]) -> str:
    """What happened, what was done, and what is left to do."""
    reasons = "\n".join(f"- {cell(reason)}" for reason in breach.get("reasons") or ())
    done = f"Read again without {', '.join(map(cell, left_out))}." if left_out else "Nothing was published."
    todo = cell(breach.get("todo") or "mend the source; the next run tries again", 600)
    return (
        f"# Run {cell(breach.get('run_id'))} broke a limit\n\n{badge('stop')}\n\n{reasons}\n\n"
        f"**Done:** {done}\n\n**What to do:** {todo}\n\nWarehouse: {cell(breach.get('warehouse'))}\n"
    )
