"""The flow that makes the marts anew over the tables as they are, such as after a change of their SQL."""

from pathlib import Path
from typing import Any

from prefect import flow
from prefect.logging import get_run_logger

from flows.deployed import in_one_line
from flows.outcome import RunFailed
from flows.settings import settings
from tasks.load.step import load_batches
from tasks.load.task import publish
from tasks.marts.task import marts
from warehouse.connection import WarehouseError
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive, private_copy


@flow(name="refresh-marts", flow_run_name="refresh marts · {warehouse}")
def refresh_marts(warehouse: Path = Path("detente.duckdb")) -> Any:
    """Makes views, macros and marts anew in a private copy, checks the whole, and publishes it.

    Args:
        warehouse: The DuckDB file to publish anew.
    """
    return in_one_line(lambda: _carry_out(warehouse))


def _carry_out(warehouse: Path) -> None:
    if not warehouse.exists():
        raise WarehouseError(f"no warehouse at {warehouse}: run `detente run SOURCES…` first")
    with exclusive(warehouse, settings().overlap_wait):
        bring_up_to_date(warehouse, settings().work_dir)
        candidate = private_copy(warehouse, settings().work_dir)
        load_batches(candidate, {})
        failed = marts(candidate)
        if failed:
            candidate.unlink()
            told = "; ".join(why for _, why in failed)
            raise RunFailed(f"the warehouse fails its checks, the marts are as they were: {told}")
        publish(candidate, warehouse)
    get_run_logger().info("published %s with new marts", warehouse)
