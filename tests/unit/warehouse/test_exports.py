"""What the next run is told of a published warehouse."""

import polars as pl
import pytest

from warehouse.connection import WarehouseError, open_writer
from warehouse.exports import export_bands, export_known

KNOWN = ["raw_sha256", "document_id", "article_id", "coder_version"]
BANDS = ["article_id", "band_no", "band_hash", "published_at", "duplicate_of", "representative"]


def test_known_documents_carry_their_coder(published, rows, tmp_path):
    frame = pl.read_parquet(export_known(published, tmp_path / "new" / "known.parquet"))
    assert frame.columns == KNOWN
    assert set(frame["raw_sha256"]) == {row["raw_sha256"] for row in rows["document"]}
    assert set(frame["coder_version"]) == {"coder-1"}


def test_document_never_coded_has_no_version(published, tmp_path):
    with open_writer(published) as con:
        con.execute("DELETE FROM coding")
    frame = pl.read_parquet(export_known(published, tmp_path / "known.parquet"))
    assert frame["coder_version"].null_count() == len(frame) == 6


def test_bands_name_the_representative(published, tmp_path):
    frame = pl.read_parquet(export_bands(published, tmp_path / "bands.parquet"))
    assert frame.columns == BANDS
    copies = frame.filter(pl.col("duplicate_of").is_not_null())
    assert len(frame) == 6
    assert len(copies) == 1
    assert copies["representative"].to_list() == copies["duplicate_of"].to_list()
    others = frame.filter(pl.col("duplicate_of").is_null())
    assert others["representative"].to_list() == others["article_id"].to_list()


@pytest.mark.parametrize(("export", "columns"), [(export_known, KNOWN), (export_bands, BANDS)])
def test_without_a_warehouse_the_file_is_empty_but_typed(published, tmp_path, export, columns):
    none = pl.read_parquet(export(tmp_path / "none.duckdb", tmp_path / "out.parquet"))
    some = pl.read_parquet(export(published, tmp_path / "some.parquet"))
    assert len(none) == 0
    assert none.columns == columns
    assert none.schema == some.schema
    assert not (tmp_path / "none.duckdb").exists()


def test_broken_warehouse_is_an_error_not_an_empty_file(tmp_path):
    (tmp_path / "w.duckdb").write_bytes(b"junk")
    with pytest.raises(WarehouseError, match="not a DuckDB file"):
        export_known(tmp_path / "w.duckdb", tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()
