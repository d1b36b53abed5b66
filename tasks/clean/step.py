"""One batch of raw documents to cleaned tables."""

from pathlib import Path

import polars as pl

from schemas import RawDocument
from tasks.batches import Batch, read_table, write_batch
from tasks.clean.articles import clean_documents
from tasks.clean.duplicates import find_duplicates, superseded_articles
from tasks.validate.gate import gate


def clean_batch(documents: str, folder: Path) -> Batch:
    """Reads a Parquet file of RawDocument, writes article, sentence, document, article_band and quarantine.

    A document that breaks its contract is refused, and the others go on.
    """
    gated = gate(pl.read_parquet(documents), "raw_document", RawDocument, "clean")
    cleaned = clean_documents(gated.accepted)
    frames = {
        "article": cleaned.article,
        "sentence": cleaned.sentence,
        "document": cleaned.document,
        "article_band": cleaned.article_band,
        "quarantine": pl.concat([gated.rejected, cleaned.quarantine]),
    }
    return write_batch(frames, folder)


def duplicates_batch(
    batches: list[Batch], known_bands: str, known_documents: str, folder: Path
) -> tuple[list[Batch], Batch]:
    """Clusters the articles of all batches, and of earlier runs by their bands; writes duplicate.

    `known_bands` and `known_documents` are files of what the warehouse holds (warehouse/exports.py). A text that stands
    in several batches is left in the one that dates it earliest, so that it's coded once: gives the batches as they are
    to go on, then the duplicates. All files that this writes lie below `folder`.
    """
    kept = drop_repeated(batches, folder)
    articles = [batch["article"] for batch in kept]
    bands = [batch["article_band"] for batch in kept]
    superseded = superseded_articles([batch["document"] for batch in kept], known_documents)
    found = find_duplicates(articles, bands, known_bands, superseded)
    return kept, write_batch({"duplicate": found}, folder / "duplicate")


def drop_repeated(batches: list[Batch], folder: Path) -> list[Batch]:
    """The batches with every article in one of them only; its documents stay where they are.

    What changes is written anew below `folder`, since the files of clean serve a run that is taken up again, too.
    """
    if len(batches) < 2:
        return batches
    frames = [
        read_table(batch, "article").select("article_id", "published_at", pl.lit(number).alias("batch"))
        for number, batch in enumerate(batches)
    ]
    order = pl.concat(frames).sort("published_at", "batch", nulls_last=True)
    kept = order.unique("article_id", keep="first", maintain_order=True)
    dropped = order.join(kept, on=["article_id", "batch"], how="anti")
    left = list(batches)
    for (number,), rows in dropped.group_by("batch"):
        gone = rows["article_id"].implode()
        batch = batches[int(str(number))]
        tables = {name: read_table(batch, name) for name in ("article", "sentence", "article_band")}
        frames_left = {name: frame.filter(~pl.col("article_id").is_in(gone)) for name, frame in tables.items()}
        left[int(str(number))] = {**batch, **write_batch(frames_left, folder / f"kept-{number}")}
    return left
