"""Exports and vacuum: everything goes out and comes back the same."""

from pathlib import Path

import duckdb
import pytest

from warehouse.connection import WarehouseError, open_reader, open_writer
from warehouse.export import export, exported
from warehouse.publish import exclusive
from warehouse.vacuum import vacuum


def test_parquet_holds_every_row_by_month(published, tmp_path):
    rows = export(published, tmp_path / "out", "parquet")
    assert set(rows) == set(exported())
    assert rows["mart_relation"] == 10
    months = sorted(path.name for path in (tmp_path / "out" / "mart_relation").iterdir())
    assert months == ["month=2020-01", "month=2020-03", "month=2020-06", "month=undated"]
    with duckdb.connect() as con:
        found = con.execute(
            "SELECT month, count(*), count(evidence) FROM read_parquet(?, hive_partitioning = true)"
            " GROUP BY month ORDER BY month",
            [str(tmp_path / "out" / "mart_relation" / "*" / "*.parquet")],
        ).fetchall()
    assert found == [("2020-01", 4, 4), ("2020-03", 2, 2), ("2020-06", 3, 3), ("undated", 1, 1)]


def test_parquet_is_what_the_warehouse_holds(published, tmp_path):
    export(published, tmp_path / "out", "parquet")
    with open_reader(published) as con:
        wanted = con.execute("FROM mart_dyad ORDER BY ALL").fetchall()
    with duckdb.connect() as con:
        assert (
            con.execute("FROM read_parquet(?) ORDER BY ALL", [str(tmp_path / "out/mart_dyad.parquet")]).fetchall()
            == wanted
        )


def test_csv_has_a_file_a_table(published, tmp_path):
    export(published, tmp_path / "out", "csv")
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(exported())
    lines = (tmp_path / "out" / "relation.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("relation_id,article_id,sentence_no,source,target")
    assert len(lines) == 11


def test_export_of_nothing_keeps_the_columns(empty, tmp_path):
    export(empty, tmp_path / "out", "parquet")
    with duckdb.connect() as con:
        names = con.execute(
            "SELECT * FROM read_parquet(?)", [str(tmp_path / "out/mart_relation/*.parquet")]
        ).description
    assert "evidence" in [column[0] for column in names]


def test_export_overwrites_nothing(published, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(WarehouseError, match="not an empty folder"):
        export(published, tmp_path / "out", "csv")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_export_into_the_folder_that_one_stands_in(published, tmp_path, monkeypatch):
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "out")
    export(published, ".", "csv")
    assert {path.stem for path in (tmp_path / "out").iterdir()} == set(exported())
    assert {path.stem for path in Path().iterdir()} == set(exported())  # as the shell there lists it
    assert sorted(path.name for path in tmp_path.iterdir()) == ["detente.duckdb", "out"]


def test_failed_export_leaves_nothing(published, tmp_path, monkeypatch):
    monkeypatch.setattr("warehouse.export.exported", lambda: ["relation", "no_such_table"])
    with pytest.raises(duckdb.Error):
        export(published, tmp_path / "out", "csv")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["detente.duckdb"]


def test_vacuum_keeps_every_row_and_frees_space(published, tmp_path):
    with open_writer(published) as con:
        con.execute("CREATE TABLE big AS SELECT hash(range) AS a FROM range(1000000)")
        con.execute("CHECKPOINT")
        con.execute("DROP TABLE big")
    with open_reader(published) as con:
        before = con.execute("FROM relation ORDER BY ALL").fetchall(), con.execute("FROM mart_dyad").fetchall()
    with exclusive(published):
        done = vacuum(published, tmp_path / "work")
    assert done.after < done.before
    with open_reader(published) as con:
        assert (
            con.execute("FROM relation ORDER BY ALL").fetchall(),
            con.execute("FROM mart_dyad").fetchall(),
        ) == before
        assert con.execute("SELECT count(*) FROM dyad('RUS', 'PAK')").fetchone() == (5,)
    assert list((tmp_path / "work").iterdir()) == []


def test_vacuum_needs_a_warehouse(tmp_path):
    with pytest.raises(WarehouseError, match="no warehouse"):
        vacuum(tmp_path / "none.duckdb", tmp_path / "work")
