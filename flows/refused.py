"""The limit on the share of refused items: what counts in it, and how a run that goes beyond it says why."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from flows.outcome import RunFailed
from flows.run import count_rows, read_quarantine
from flows.settings import Settings
from schemas import is_broken_item
from tasks.ingest.write import IngestResult
from tasks.report.text import bare_reason, counted, plain

_TOLD = 5  # checks that are told one by one


def refused_items(ingested: IngestResult, quarantine: Sequence[Path]) -> tuple[list[dict[str, Any]], int]:
    """Quarantine rows of the items that ingest, clean and extract refused, and how many items there were.

    Of files that have not changed their items count, as they were read. What an earlier run left may be refused, too.
    """
    rows = read_quarantine(quarantine).to_dicts()
    broken = [row for row in rows if is_broken_item(row["stage"], row["check_name"], row["item"])]
    unchanged = sum(one.unchanged for one in ingested.deliveries)
    at_ingest = sum(row["stage"] == "ingest" for row in broken)  # the others were read
    return broken, max(ingested.read + unchanged + at_ingest, len(broken))


def check_refused(files: dict[str, list[Path]], ingested: IngestResult, chosen: Settings) -> None:
    """Raises RunFailed where too much was refused: of what was read, or of what was coded."""
    check_share("items", *refused_items(ingested, files["quarantine"]), chosen)
    rows = [row for row in read_quarantine(files["quarantine"]).to_dicts() if row["stage"] == "validate"]
    coded = sum(count_rows(files, name) for name in ("relation", "money", "article"))
    check_share("coded rows", rows, coded + len(rows), chosen)


def check_share(what: str, refused: Sequence[dict[str, Any]], total: int, chosen: Settings) -> None:
    """Raises RunFailed where a larger share was refused than may be.

    A share of few items proves little, as in the verdict; unless nothing else is left of them.
    """
    is_little = total < chosen.thresholds.enough and len(refused) < total
    if not total or is_little or len(refused) / total <= chosen.max_rejected_share:
        return
    raise RunFailed(
        f"{len(refused)} of {total} {what} were refused, more than the limit of {chosen.max_rejected_share:.0%}; "
        f"nothing was published. Reasons: {reasons_of(refused)}. Mend the sources, or raise DETENTE_MAX_REJECTED_SHARE."
    )


def reasons_of(refused: Iterable[dict[str, Any]]) -> str:
    """Refusals by their check, the most frequent first, each with its first reason as an example: all are counted."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for row in refused:
        groups.setdefault(row["check_name"], []).append(row)
    ordered = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    told = [f"{len(rows):,} {check} ({_example(rows)})" for check, rows in ordered[:_TOLD]]
    left = [len(rows) for _, rows in ordered[_TOLD:]]
    more = f"; {sum(left):,} of {counted(len(left), 'other check')}" if left else ""
    return "; ".join(told) + more


def _example(rows: Sequence[dict[str, Any]]) -> str:
    """ "a.txt: empty", or "such as a.txt: empty" where there are more."""
    item, reason = plain(rows[0]["item"], 120), plain(bare_reason(rows[0]["reason"], rows[0]["item"]), 160)
    return f"{'such as ' if len(rows) > 1 else ''}{item}: {reason}"
