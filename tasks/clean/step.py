"""One batch of raw documents to cleaned tables."""

from pathlib import Path

import polars as pl

from tasks.batches import Batch, write_batch
from tasks.clean.articles import clean_documents
from tasks.clean.duplicates import find_duplicates


def clean_batch(documents: str, folder: Path) -> Batch:
    """Reads a Parquet file of RawDocument, writes article, sentence, document, article_band and quarantine."""
    cleaned = clean_documents(pl.read_parquet(documents))
    frames = {
        "article": cleaned.article,
        "sentence": cleaned.sentence,
        "document": cleaned.document,
        "article_band": cleaned.article_band,
        "quarantine": cleaned.quarantine,
    }
    return write_batch(frames, folder)


def duplicates_batch(batches: list[Batch], known_bands: str | None, folder: Path) -> Batch:
    """Clusters the articles of all batches, and of earlier runs by their bands; writes duplicate."""
    articles = [batch["article"] for batch in batches]
    bands = [batch["article_band"] for batch in batches]
    return write_batch({"duplicate": find_duplicates(articles, bands, known_bands)}, folder)
