"""One batch through the gate: what keeps its contract goes on, what doesn't goes to quarantine."""

from pathlib import Path

import polars as pl

from schemas import Quarantine
from tasks.batches import Batch, read_table, write_batch
from tasks.validate.gate import Gated, gate, quarantine_row, refuse_orphans

CLEANED = ("article", "sentence", "document", "article_band")
CODED = ("mention", "relation", "money", "coding")


def validate_batch(cleaned: Batch, coded: Batch, folder: Path) -> Batch:
    """Checks every table of a batch; writes the accepted tables and one quarantine table for all of them.

    Rows whose article was refused are refused too, and so are rows whose offsets leave their article's text.
    """
    tables = {name: read_table(cleaned, name) for name in CLEANED} | {name: read_table(coded, name) for name in CODED}
    refused = [read_table(cleaned, "quarantine")]
    accepted: dict[str, pl.DataFrame] = {}
    for name, frame in tables.items():
        gated = gate(frame, name)
        refused.append(gated.rejected)
        accepted[name] = gated.accepted
    articles = accepted["article"]["article_id"].to_list()
    lengths = accepted["article"].select("article_id", pl.col("text").str.len_chars().alias("length"))
    # A document's article may stand in another batch, where the same text came first.
    elsewhere = set(tables["document"]["article_id"]) - set(tables["article"]["article_id"])
    for name in (*CLEANED[1:], *CODED):
        parents = [*articles, *elsewhere] if name == "document" else articles
        gated = refuse_orphans(accepted[name], name, "article_id", parents)
        gated = _refuse_outside(gated, name, lengths)
        refused.append(gated.rejected)
        accepted[name] = gated.accepted
    accepted["quarantine"] = pl.concat(refused).unique("quarantine_id", maintain_order=True)
    return write_batch(accepted, folder)


def _refuse_outside(gated: Gated, name: str, lengths: pl.DataFrame) -> Gated:
    """Spans that end beyond the text of their article point at nothing."""
    end = "evidence_end" if name == "relation" else "end"
    frame = gated.accepted
    if end not in frame.columns:
        return gated
    inside = frame.join(lengths, on="article_id", how="left", maintain_order="left")
    outside = inside.filter(pl.col(end) > pl.col("length")).drop("length")
    if outside.is_empty():
        return gated
    rejected = _outside_rows(outside, name)
    return Gated(inside.filter(pl.col(end) <= pl.col("length")).drop("length"), pl.concat([gated.rejected, rejected]))


def _outside_rows(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    """Quarantine rows for spans outside their text."""
    rows = [
        quarantine_row(
            "validate", name, "inside_text", "its span ends beyond the article's text", row["article_id"], row
        )
        for row in frame.iter_rows(named=True)
    ]
    return Quarantine.frame(rows).unique("quarantine_id", maintain_order=True)
