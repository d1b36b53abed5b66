"""Articles of the warehouse that another version coded, as batches for the coder of today."""

from pathlib import Path

import polars as pl

from schemas import TABLES
from tasks.batches import Batch, empty, write_batch
from warehouse.exports import export_articles, stale_articles


def stale_batches(warehouse: Path, folder: Path, coder_version: str, batch_size: int) -> list[Batch]:
    """Batches of article and sentence, as clean left them; their other tables are empty.

    The text is coded as it is stored: a newer way of cleaning shows in articles that a source delivers again.
    """
    ids = stale_articles(warehouse, coder_version)
    parts = [ids[start : start + batch_size] for start in range(0, len(ids), batch_size)]
    return [_batch(warehouse, folder / str(number), part) for number, part in enumerate(parts, 1)]


def _batch(warehouse: Path, folder: Path, ids: list[str]) -> Batch:
    frames: dict[str, pl.DataFrame] = {name: empty(name) for name in ("document", "article_band", "quarantine")}
    for table, path in export_articles(warehouse, ids, folder.with_name(f"{folder.name}-stored")).items():
        columns = TABLES[table].columns()
        frames[table] = pl.read_parquet(path).select(pl.col(name).cast(kind) for name, kind in columns.items())
    return write_batch(frames, folder)
