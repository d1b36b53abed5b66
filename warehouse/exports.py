"""Writes what the next run needs to know of a published warehouse: what was done, and near-duplicate candidates."""

from pathlib import Path
from typing import Any

import duckdb

from warehouse.build import make_tables
from warehouse.connection import open_exporter

# One row a document; coder_version is null where its article was never coded.
_KNOWN = """
SELECT document.raw_sha256, document.document_id, document.article_id, coding.coder_version
FROM document
LEFT JOIN coding ON document.article_id = coding.article_id
ORDER BY document.document_id
"""
# One row a band; representative is duplicate_of, or the article itself where it is no copy.
_BANDS = """
SELECT
    article_band.article_id,
    article_band.band_no,
    article_band.band_hash,
    article.published_at,
    duplicate.duplicate_of,
    coalesce(duplicate.duplicate_of, article_band.article_id) AS representative
FROM article_band
INNER JOIN article ON article_band.article_id = article.article_id
LEFT JOIN duplicate ON article_band.article_id = duplicate.article_id
ORDER BY article_band.article_id, article_band.band_no
"""


def export_known(warehouse: str | Path, out: str | Path) -> Path:
    """Write raw_sha256, document_id, article_id and coder_version of every document to the Parquet file `out`.

    Without a warehouse the file has the same columns and no row. Raises WarehouseError where it can't be read.
    """
    return _export(Path(warehouse), _KNOWN, Path(out))


def export_bands(warehouse: str | Path, out: str | Path) -> Path:
    """Write the bands of all articles to the Parquet file `out`, for finding near-duplicates of earlier runs.

    Columns: article_id, band_no, band_hash, published_at, duplicate_of (null for no copy), representative. Without a
    warehouse the file has the same columns and no row. Raises WarehouseError where it can't be read.
    """
    return _export(Path(warehouse), _BANDS, Path(out))


def read_watermarks(warehouse: str | Path) -> list[dict[str, Any]]:
    """The rows of `watermark`; none without a warehouse, or in one that an older program made."""
    if not Path(warehouse).exists():
        return []
    with open_exporter(warehouse) as con:
        if con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'watermark'").fetchone() is None:
            return []
        found = con.execute("SELECT * FROM watermark")
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def stale_articles(warehouse: str | Path, coder_version: str) -> list[str]:
    """Ids of the articles that another version coded."""
    with open_exporter(warehouse) as con:
        rows = con.execute("SELECT article_id FROM coding WHERE coder_version != ? ORDER BY 1", [coder_version])
        return [article_id for (article_id,) in rows.fetchall()]


def count_relations(warehouse: str | Path, articles: list[str]) -> int:
    """How many relations the warehouse holds of some articles."""
    with open_exporter(warehouse) as con:
        row = con.execute("SELECT count(*) FROM relation WHERE list_contains(?, article_id)", [articles]).fetchone()
        return int(row[0]) if row else 0


def export_articles(warehouse: str | Path, articles: list[str], folder: str | Path) -> dict[str, Path]:
    """Write the rows of article and sentence of some articles to <table>.parquet in `folder`; gives the files."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    paths = {table: Path(folder) / f"{table}.parquet" for table in ("article", "sentence")}
    with open_exporter(warehouse) as con:
        con.execute("CREATE TEMP TABLE wanted AS SELECT unnest(?::VARCHAR[]) AS article_id", [articles])
        for table, path in paths.items():
            con.execute(f"COPY (SELECT * FROM {table} SEMI JOIN wanted USING (article_id)) TO ?", [str(path)])
    return paths


def _export(warehouse: Path, query: str, out: Path) -> Path:
    out.parent.mkdir(parents=True, exist_ok=True)
    if warehouse.exists():
        con = open_exporter(warehouse)
    else:
        con = duckdb.connect()
        make_tables(con)
    with con:
        con.execute(f"COPY ({query}) TO ? (FORMAT parquet)", [str(out)])
    return out
