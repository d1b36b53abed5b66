"""One batch through the gate: what keeps its contract goes on, what doesn't goes to quarantine."""

from pathlib import Path

import polars as pl

from tasks.batches import Batch, read_table, write_batch
from tasks.validate.gate import Gated, gate, quarantine_frame, quarantine_row, refuse_orphans

CLEANED = ("article", "sentence", "document", "article_band")
CODED = ("mention", "relation", "money", "coding")
SPANNED = ("mention", "relation", "money")


def validate_batch(cleaned: Batch, coded: Batch, folder: Path) -> Batch:
    """Checks every table of a batch; writes the accepted tables and one quarantine table for all of them.

    Rows whose article was refused are refused too, and so are rows whose offsets leave their sentence.
    """
    tables = {name: read_table(cleaned, name) for name in CLEANED} | {name: read_table(coded, name) for name in CODED}
    refused = [read_table(cleaned, "quarantine"), read_table(coded, "quarantine")]
    accepted: dict[str, pl.DataFrame] = {}
    for name, frame in tables.items():
        gated = gate(frame, name)
        refused.append(gated.rejected)
        accepted[name] = gated.accepted
    articles = accepted["article"]["article_id"].to_list()
    texts = accepted["article"].select(
        "article_id", first=pl.lit(0), last=pl.col("text").str.len_chars().cast(pl.Int64)
    )
    # A document's article may stand in another batch, where the same text came first.
    elsewhere = set(tables["document"]["article_id"]) - set(tables["article"]["article_id"])
    for name in (*CLEANED[1:], *CODED):
        parents = [*articles, *elsewhere] if name == "document" else articles
        gated = refuse_orphans(accepted[name], name, "article_id", parents)
        if name == "sentence":
            gated = refuse_outside(gated, name, texts, ["article_id"])
        elif name in SPANNED:
            bounds = accepted["sentence"].select("article_id", "sentence_no", first="start", last="end")
            gated = refuse_outside(gated, name, bounds, ["article_id", "sentence_no"])
        refused.append(gated.rejected)
        accepted[name] = gated.accepted
    accepted["quarantine"] = pl.concat(refused).unique("quarantine_id", maintain_order=True)
    return write_batch(accepted, folder)


def refuse_outside(gated: Gated, name: str, bounds: pl.DataFrame, keys: list[str]) -> Gated:
    """Refuses the spans that leave what they stand in: a text or a sentence, from `first` to `last` (end exclusive)."""
    start, end = ("evidence_start", "evidence_end") if name == "relation" else ("start", "end")
    joined = gated.accepted.join(bounds, on=keys, how="left", maintain_order="left")
    is_inside = ((pl.col(start) >= pl.col("first")) & (pl.col(end) <= pl.col("last"))).fill_null(False)
    outside = joined.filter(~is_inside).drop("first", "last")
    rows = [
        quarantine_row("validate", name, "inside", "its span leaves its sentence or text", row["article_id"], row)
        for row in outside.iter_rows(named=True)
    ]
    rejected = pl.concat([gated.rejected, quarantine_frame(rows)])
    return Gated(joined.filter(is_inside).drop("first", "last"), rejected)
