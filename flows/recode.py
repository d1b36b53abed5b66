"""The flow that codes anew what an older version of the coder coded, from the texts in the warehouse."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.logging import get_run_logger

from flows.deployed import in_one_line
from flows.endings import DONE, FAILED, at_work, end
from flows.forget import remove
from flows.news import RUNNER
from flows.outcome import RunFailed
from flows.pipeline import flow_run_id, load_and_publish
from flows.prefect_record import on_record
from flows.request import Request
from flows.run import Summary, Workspace, count_rows, open_workspace
from flows.settings import settings
from flows.stages import extract_all, stage, validate_all
from tasks.batches import by_table, read_table
from tasks.extract.coder import coder_version
from tasks.load.stale import stale_batches
from tasks.report.text import counted
from warehouse.connection import WarehouseError
from warehouse.exports import count_relations
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive

_CODED = ("mention", "relation", "money", "coding", "quarantine")
_ENOUGH = 20  # relations, of fewer no loss is judged
NAME = "recode"


@flow(name="recode", flow_run_name="recode · {warehouse}", task_runner=RUNNER)
def recode(warehouse: Path = Path("detente.duckdb"), most_lost: float = 0.5) -> Any:
    """Codes the articles again that another coder version coded. With none there is nothing to do.

    Args:
        warehouse: The DuckDB file to publish.
        most_lost: A run that would lose a larger share of the relations than this is failed, and nothing is published.
    """
    return in_one_line(lambda: _carry_out(warehouse, most_lost))


def _carry_out(warehouse: Path, most_lost: float) -> Summary:
    if not warehouse.exists():
        raise WarehouseError(f"no warehouse at {warehouse}: run `detente run SOURCES…` first")
    chosen = settings()
    with exclusive(warehouse, chosen.overlap_wait):
        bring_up_to_date(warehouse, chosen.work_dir)
        work = open_workspace(warehouse, chosen.work_dir, False, chosen.keep_runs, (NAME,))
        with at_work(work.folder), on_record(work.folder, flow_run_id()):
            summary = _recode(work, Request(warehouse), most_lost)
        end(work.folder, DONE)
        remove(work.cache)
    get_run_logger().info(summary.line())
    return summary


def _recode(work: Workspace, request: Request, most_lost: float) -> Summary:
    summary = Summary(work.run_id, str(request.warehouse))
    with stage("ingest", summary.timings) as said:
        stale = stale_batches(request.warehouse, work.folder / "stale", coder_version(), settings().batch_size)
        ids = [article_id for batch in stale for article_id in read_table(batch, "article")["article_id"]]
        said.append(f"{counted(len(ids), 'article')} of older coder versions")
    labels = ["older coder"] * len(stale)
    coded = extract_all(work, stale, labels, summary.timings)
    accepted = by_table(validate_all(work, stale, coded, labels, summary.timings))
    files = {table: accepted.get(table, []) for table in _CODED}
    summary.articles_recoded = len(ids)
    for name in ("mention", "relation", "money"):
        setattr(summary, name if name == "money" else f"{name}s", count_rows(files, name))
    _check_loss(work, summary, count_relations(request.warehouse, ids), most_lost)
    load_and_publish(work, request, summary, files, (NAME,))
    return summary


def _check_loss(work: Workspace, summary: Summary, before: int, most_lost: float) -> None:
    """Fails the run where the coder of today finds far less than the older one."""
    if before >= _ENOUGH and summary.relations < (1 - most_lost) * before:
        end(work.folder, FAILED)
        raise RunFailed(
            f"coding anew leaves {summary.relations:,} of {before:,} relations, nothing was published: "
            "look at what changed in the coder, or raise most_lost"
        )
