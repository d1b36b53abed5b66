"""Opening a warehouse: shut in for readers, and every failure one line with its remedy."""

import sqlite3
import subprocess
import sys

import duckdb
import pytest

from warehouse.connection import SCHEMA_VERSION, WarehouseError, open_exporter, open_reader, open_writer

HOLD = "import duckdb, sys; con = duckdb.connect(sys.argv[1]); print('open', flush=True); sys.stdin.read()"


def test_reader_reads(published):
    with open_reader(published) as con:
        assert con.execute("SELECT count(*) FROM relation").fetchone() == (10,)
        assert len(con.execute("FROM compare('PAK', ['RUS'])").fetchall()) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM glob('/*')",
        "SELECT * FROM secret_list",
        "COPY relation TO 'out.csv'",
        "EXPORT DATABASE 'out'",
        "ATTACH 'other.duckdb'",
        "INSTALL httpfs",
        "LOAD '/tmp/any.duckdb_extension'",
        "SET enable_external_access = true",
        "SET threads = 1",
        "DELETE FROM relation",
        "CREATE TABLE mine AS SELECT 1",
    ],
)
def test_reader_reaches_nothing_else(published, sql, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    secret_list = [1, 2, 3]  # a variable of the calling program
    with open_reader(published) as con, pytest.raises(duckdb.Error):
        con.execute(sql).fetchall()
    assert secret_list
    assert sorted(path.name for path in tmp_path.iterdir()) == ["detente.duckdb"]


def test_missing_file_says_to_run(tmp_path):
    with pytest.raises(WarehouseError, match=r"no warehouse at .*none\.duckdb: run `detente run SOURCES…` first"):
        open_reader(tmp_path / "none.duckdb")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"junk", b"junk" * 5000])
def test_other_file_is_refused(tmp_path, content):
    path = tmp_path / "w.duckdb"
    path.write_bytes(content)
    with pytest.raises(WarehouseError, match="is not a DuckDB file"):
        open_reader(path)


def test_sqlite_file_is_refused(tmp_path):
    path = tmp_path / "w.db"
    with sqlite3.connect(path) as con:
        con.execute("CREATE TABLE meta (key, value)")
    con.close()
    with pytest.raises(WarehouseError, match="is not a DuckDB file"):
        open_reader(path)


def test_folder_is_refused(tmp_path):
    with pytest.raises(WarehouseError, match="is a folder"):
        open_reader(tmp_path)


@pytest.mark.parametrize("sql", ["CREATE TABLE t (a INT)", "CREATE TABLE meta (a INT)"])
def test_foreign_duckdb_file_is_refused_and_left_alone(tmp_path, sql):
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as con:
        con.execute(sql)
    before = path.read_bytes()
    for opener in (open_reader, open_writer, open_exporter):
        with pytest.raises(WarehouseError, match="not a warehouse of Detente"):
            opener(path)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("step", "message"), [(1, "newer than this program's .* update Detente"), (-1, "detente migrate")]
)
def test_other_schema_version_is_refused(published, step, message):
    with open_writer(published) as con:
        con.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(SCHEMA_VERSION + step)])
    for opener in (open_reader, open_writer):
        with pytest.raises(WarehouseError, match=message):
            opener(published)
    open_reader(published, any_version=True).close()


def test_writer_elsewhere_is_named(published):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(published)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout.readline() == "open\n"
        with pytest.raises(WarehouseError, match=f"is open in process {holder.pid}"):
            open_reader(published)
        holder.stdin.close()


def test_writer_in_this_process_is_named(published):
    with open_writer(published), pytest.raises(WarehouseError, match="open in this process in another way"):
        open_reader(published)


def test_messages_are_one_line(tmp_path):
    (tmp_path / "w.duckdb").write_bytes(b"junk")
    with pytest.raises(WarehouseError) as raised:
        open_reader(tmp_path / "w.duckdb")
    assert "\n" not in str(raised.value)


def test_writer_begins_a_new_file_and_its_folder(tmp_path):
    with open_writer(tmp_path / "new" / "w.duckdb") as con:
        assert con.execute("SELECT count(*) FROM duckdb_tables()").fetchone() == (0,)
