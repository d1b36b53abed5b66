"""How a run's rows met their contracts: each check of each pandera model, with the rows that broke it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from schemas import TABLES

# What the gate checks beside the models (tasks/validate/step.py).
_OF_THE_GATE = ("has_parent", "inside")


@dataclass(frozen=True)
class CheckResult:
    """One check: the rows of its table, and how many of them broke it."""

    table: str
    check: str
    rows: int
    failed: int


def checks_of(table: str) -> list[str]:
    """The checks of a table's model: `column: check` or, over several columns, the check's name."""
    schema = TABLES[table].to_schema()
    names: list[str] = []
    for name, column in schema.columns.items():
        names += [f"{name}: {str(check.error or check.name).split('(')[0]}" for check in column.checks]
        names += [f"{name}: not_nullable"] * (not column.nullable) + [f"{name}: field_uniqueness"] * column.unique
    return [*names, *(str(check.name) for check in schema.checks)]


def contract_results(rows: Mapping[str, int], refused: Iterable[Mapping[str, Any]]) -> list[CheckResult]:
    """Each check of the tables in `rows` (rows that were accepted, by table). `refused`: the gate's quarantine rows."""
    failed: dict[tuple[str, str], int] = {}
    lost: dict[str, int] = {}
    for row in refused:
        lost[row["table_name"]] = lost.get(row["table_name"], 0) + 1
        for check in _broken(row):
            failed[row["table_name"], check] = failed.get((row["table_name"], check), 0) + 1
    return list(_results(rows, lost, failed))


def _results(
    rows: Mapping[str, int], lost: Mapping[str, int], failed: dict[tuple[str, str], int]
) -> Iterator[CheckResult]:
    for table, count in rows.items():
        known = checks_of(table)
        more = [check for name, check in failed if name == table and check not in known]
        for check in [*known, *dict.fromkeys(more)]:
            yield CheckResult(table, check, count + lost.get(table, 0), failed.get((table, check), 0))


def _broken(row: Mapping[str, Any]) -> list[str]:
    """The checks that a refused row broke: the gate's reason lists them as `column: check(…)`."""
    if row["check_name"] in _OF_THE_GATE:
        return [row["check_name"]]
    told = str(row["reason"]).removeprefix("breaks the contract: ")
    parts = [part.partition(": ") for part in told.split("; ")]
    return [f"{column}: {check.split('(')[0]}" for column, _, check in parts if check] or [row["check_name"]]
