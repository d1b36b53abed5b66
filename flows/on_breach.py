"""The flow that an automation starts when a run's quality breaks a limit: it saves the rest, and tells a person."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.artifacts import create_markdown_artifact
from prefect.logging import get_run_logger
from prefect.states import Failed

from flows.deployed import OF_THE_DATA, keep_log_short
from flows.news import news
from flows.run import Summary
from tasks.ingest.records import IngestError
from tasks.ingest.source_file import choose, read_source_file
from tasks.report.charts import badge
from tasks.report.text import cell, counted, with_code

_NOTHING = "Nothing was published"


@flow(name="on-breach", flow_run_name="quality breach · run {breach[run_id]}")
def on_breach(breach: dict[str, Any]) -> Any:
    """Where single sources are to blame, reads again without them; leaves the artifact `quality-breach`.

    The sources that were left out are held back for this once: the next run asks them again.

    Args:
        breach: The payload of the event detente.quality.breach, which the automation hands over.
    """
    keep_log_short()
    suspects = list(breach.get("suspects") or ())
    get_run_logger().warning("run %s broke a limit; suspects: %s", breach.get("run_id"), ", ".join(suspects) or "none")
    why_not = why_nothing_is_left(breach, suspects)
    done, state = (why_not, None) if why_not else _save_the_rest(breach, suspects)
    create_markdown_artifact(
        breach_markdown(breach, done),
        key="quality-breach",
        description="What a run was held for, and what was done about it.",
    )
    return state


def why_nothing_is_left(breach: dict[str, Any], suspects: list[str]) -> str:
    """Why nothing can be saved by leaving sources out; empty where something is left to read."""
    if not suspects:
        return f"{_NOTHING}; no single source is to blame."
    if breach.get("without"):
        return f"{_NOTHING}; sources were left out already: {', '.join(breach['without'])}."
    if not breach.get("sources_file"):
        return f"{_NOTHING}; without a file of sources none can be left out."
    try:
        return _nothing_in(Path(breach["sources_file"]), breach, suspects)
    except IngestError as error:
        return f"{_NOTHING}: {error}."


def _nothing_in(file: Path, breach: dict[str, Any], suspects: list[str]) -> str:
    """The same of a file of sources. Raises IngestError where it can't be read, or is another by now."""
    names = [entry.name for entry in choose(file, read_source_file(file), list(breach.get("only") or ()))]
    strange = [name for name in suspects if name not in names]
    if strange:
        return f"{_NOTHING}; not in the file of sources, so not to be left out: {', '.join(strange)}."
    is_empty = set(names) <= set(suspects) and not breach.get("sources")
    return f"{_NOTHING}; without {', '.join(suspects)} nothing was left to read." if is_empty else ""


def _save_the_rest(breach: dict[str, Any], suspects: list[str]) -> tuple[str, Any]:
    """What the run without the suspects came to, in words and as what the flow gives.

    That is Failed, in one line, where the run is held or fails, too.
    """
    tried = f"Read again without {', '.join(suspects)}"
    try:
        done = news(
            sources=list(breach.get("sources") or ()),
            warehouse=breach["warehouse"],
            sources_file=breach["sources_file"],
            only=list(breach.get("only") or ()),
            without=suspects,
            overlap="wait",
        )
    except OF_THE_DATA as error:
        return f"{tried}, in vain: {error}", Failed(message=f"the rest can't be saved either: {error}", data=error)
    return f"{tried}: {_said(done)}.", done


def _said(done: Any) -> str:
    """What a run brought; the flow gives its summary, or a state where the run was skipped."""
    if not isinstance(done, Summary):
        return str(getattr(done, "message", done))
    published = counted(done.articles_new + done.articles_recoded, "article") + " published"
    return published if done.published else done.line()


def breach_markdown(breach: dict[str, Any], done: str) -> str:
    """What happened, what was done, and what is left to do."""
    reasons = "\n".join(f"- {cell(reason)}" for reason in breach.get("reasons") or ())
    todo = with_code(breach.get("todo") or "mend the source; the next run tries again")
    return (
        f"# Run {cell(breach.get('run_id'))} broke a limit\n\n{badge('stop')}\n\n{reasons}\n\n"
        f"**Done:** {with_code(done)}\n\n**What to do:** {todo}\n\nWarehouse: {cell(breach.get('warehouse'))}\n"
    )
