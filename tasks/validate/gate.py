"""The gate: splits a table into rows that keep its contract and rows that go to quarantine with the reason."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl
from pandera.errors import SchemaErrors

from schemas import TABLES, ContractError, Quarantine, Table

ROW = "__row"
MAX_ROW_JSON = 2_000
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


@dataclass(frozen=True)
class Gated:
    """`accepted` has the table's columns; `rejected` has the columns of schemas.Quarantine, one row a rejected row."""

    accepted: pl.DataFrame
    rejected: pl.DataFrame


def gate(frame: pl.DataFrame, table: str, model: type[Table] | None = None, stage: str = "validate") -> Gated:
    """Checks every row against the pandera model of `table`. Raises ContractError where no single row is to blame."""
    model = model or TABLES[table]
    try:
        model.validate(frame, lazy=True)
    except SchemaErrors as errors:
        return _split(frame, table, errors.failure_cases, stage)
    return Gated(frame, Quarantine.frame([]))


def _split(frame: pl.DataFrame, table: str, failures: pl.DataFrame, stage: str) -> Gated:
    whole = failures.filter(pl.col("index").is_null())
    if whole.height:
        case = whole.row(0, named=True)
        raise ContractError(f"{table}: {case['check']} failed on {case['column']}: {case['failure_case']}")
    reasons: dict[int, list[tuple[str, str]]] = {}
    for case in failures.iter_rows(named=True):
        reasons.setdefault(int(case["index"]), []).append((str(case["column"]), str(case["check"])))
    rows = frame.with_row_index(ROW).filter(pl.col(ROW).is_in(list(reasons)))
    rejected = [_quarantine_row(row, table, reasons[row.pop(ROW)], stage) for row in rows.iter_rows(named=True)]
    accepted = frame.with_row_index(ROW).filter(~pl.col(ROW).is_in(list(reasons))).drop(ROW)
    return Gated(accepted, quarantine_frame(rejected))


def _quarantine_row(row: dict[str, object], table: str, failed: list[tuple[str, str]], stage: str) -> dict[str, object]:
    checks = "; ".join(f"{column}: {check}" for column, check in failed)
    item = str(row.get("uri") or row.get("article_id") or row.get("document_id") or "")
    return quarantine_row(stage, table, failed[0][1].split("(")[0], f"breaks the contract: {checks}", item, row)


def printable(text: str) -> str:
    """A refused text as it may be shown: control characters are blanks."""
    return _UNPRINTABLE.sub(" ", text)


def quarantine_row(stage: str, table: str, check: str, reason: str, item: str, row: object) -> dict[str, object]:
    """One row of `quarantine`; its id is a hash of what was refused and why, so that a rerun adds nothing."""
    text = json.dumps(row, ensure_ascii=False, default=str)[:MAX_ROW_JSON]
    digest = hashlib.sha256("\x1f".join((stage, table, check, reason, item, text)).encode()).hexdigest()
    return {
        "quarantine_id": digest[:16],
        "stage": stage,
        "table_name": table,
        "check_name": check,
        "reason": reason,
        "item": item,
        "row_json": text,
    }


def quarantine_frame(rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    """The rows, each once: a batch may hold the same broken row several times."""
    return Quarantine.frame(list({row["quarantine_id"]: row for row in rows}.values()))


def refuse_orphans(frame: pl.DataFrame, table: str, key: str, parents: Iterable[str]) -> Gated:
    """Rows whose `key` names no accepted parent go to quarantine: no relation without its article."""
    known = pl.Series(key, list(parents), dtype=pl.String)
    is_orphan = ~pl.col(key).is_in(known.implode())
    rejected = [
        quarantine_row("validate", table, "has_parent", f"{key} has no accepted article", str(row[key]), row)
        for row in frame.filter(is_orphan).iter_rows(named=True)
    ]
    return Gated(frame.filter(~is_orphan), quarantine_frame(rejected))
