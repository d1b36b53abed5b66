"""Migrations: from every released schema version to this one, every row kept, the file as it was beside it."""

import re
import shutil
from pathlib import Path

import duckdb
import pytest
from tiny_warehouse import make_rows

from seeds.reader import read_countries
from warehouse.build import run_checks, sql_digest, sql_files, table_names
from warehouse.connection import SCHEMA_VERSION, WarehouseError, open_reader, open_writer, schema_version
from warehouse.history import UnknownRevisionError, find_revision, revisions
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive

RELEASED = sorted((Path(__file__).parent / "released").glob("schema-*.sql"))
COUNTED = ("document", "article", "sentence", "duplicate", "coding", "mention", "relation", "money", "run")


def version_of(path: Path) -> int:
    return int(path.stem.removeprefix("schema-"))


@pytest.fixture(scope="module")
def old_files(tmp_path_factory):
    """Makes a file of a released schema version, with the tiny warehouse's rows as that version would hold them."""
    folder = tmp_path_factory.mktemp("released")

    def make(released: Path) -> Path:
        path = folder / f"{released.stem}.duckdb"
        if path.exists():
            return path
        with duckdb.connect(str(path)) as con:
            con.execute(released.read_text(encoding="utf-8"))
            con.execute(
                "INSERT INTO meta VALUES ('schema_version', ?), ('seeds_digest', 'old')", [str(version_of(released))]
            )
            known = {name for (name,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
            for table, rows in make_rows().items():
                if table not in known:
                    continue
                names = [name for (name,) in con.execute(f"SELECT column_name FROM (DESCRIBE {table})").fetchall()]
                for row in rows:
                    con.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", [row[n] for n in names])
            con.execute(
                "INSERT INTO run VALUES ('r1', NULL, '2020-01-01', '2020-01-01', 'v', '0.1', '[]',"
                " 1, 0, 1, 0, 0, 0, 0, 0, 0, '{}')"
            )
            con.execute("CREATE VIEW gone AS SELECT 1 AS one")
        return path

    return make


@pytest.fixture
def older(old_files, tmp_path):
    """The same as a file of the test's own."""
    return lambda released: Path(shutil.copy(old_files(released), tmp_path / "detente.duckdb"))


def catalog(con):
    columns = con.execute(
        "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal"
        " AND database_name = current_database() ORDER BY table_name, column_index"
    ).fetchall()
    objects = con.execute(
        "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal UNION ALL"
        " SELECT DISTINCT function_name, comment FROM duckdb_functions() WHERE NOT internal UNION ALL"
        " SELECT table_name, comment FROM duckdb_tables() ORDER BY ALL"
    ).fetchall()
    return columns, objects


def counts(con):
    return {table: con.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}


def update(path, tmp_path):
    with exclusive(path):
        return bring_up_to_date(path, tmp_path / "work")


def test_every_released_version_is_kept_for_the_tests():
    assert [version_of(path) for path in RELEASED] == list(range(1, len(RELEASED) + 1))
    assert version_of(RELEASED[-1]) >= SCHEMA_VERSION - 1


def test_migrations_are_numbered_without_a_gap():
    names = [path.stem for path in sql_files("migrations")]
    assert [int(name[:3]) for name in names] == list(range(2, SCHEMA_VERSION + 1))
    assert all(re.fullmatch(r"\d{3}_[a-z_]+", name) for name in names)


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_migrated_file_equals_one_made_anew(older, released, templates, tmp_path):
    path = older(released)
    with duckdb.connect(str(path)) as con:
        before = counts(con)
    done = update(path, tmp_path)
    assert (done.before, done.after) == (version_of(released), SCHEMA_VERSION)
    with open_reader(path) as con:
        with open_reader(templates / "empty.duckdb") as fresh:
            assert catalog(con) == catalog(fresh)
        assert counts(con) == before
        assert con.execute("SELECT count(*) FROM country").fetchone() == (len(read_countries()),)
        assert con.execute("SELECT mentions FROM compare('PAK', ['RUS'])").fetchone() == (7,)
        assert [name for name, rows in run_checks(con) if rows] == []


@pytest.mark.parametrize("released", RELEASED, ids=lambda path: path.stem)
def test_old_file_stays_beside_it_where_the_tables_change(older, released, tmp_path):
    path = older(released)
    before = path.read_bytes()
    done = update(path, tmp_path)
    if version_of(released) == SCHEMA_VERSION:
        assert done.backup is None
    else:
        assert done.backup.name == f"detente.schema-{version_of(released)}.duckdb"
        assert done.backup.read_bytes() == before
    assert list((tmp_path / "work").iterdir()) == []


def test_dollars_of_version_one(older, tmp_path):
    path = older(RELEASED[0])
    update(path, tmp_path)
    with open_reader(path) as con:
        rows = con.execute(
            "SELECT text, usd_max, usd_rate, usd_null_reason, published_date IS NOT NULL FROM money ORDER BY text"
        ).fetchall()
    assert rows == [
        ("$2 billion", 2e9, 1, None, True),
        ("$2 bln", 2e9, 1, None, True),
        ("Billion rupees", None, None, "no_number", True),
    ]


@pytest.mark.parametrize("released", RELEASED[:4], ids=lambda path: path.stem)
def test_history_begins_with_the_run_that_an_older_version_published_last(older, released, tmp_path):
    path = older(released)
    with duckdb.connect(str(path)) as con:
        con.execute(
            "INSERT INTO run SELECT * REPLACE ('r2' AS run_id, finished_at + INTERVAL 1 DAY AS finished_at) FROM run"
        )
        if version_of(released) == 4:  # held, and accepted when the other had published
            con.execute("INSERT INTO run_verdict VALUES ('r1', 'stop', '[]', 0, 'v', '', '', '2020-02-01')")
    update(path, tmp_path)
    last = ("r1", "2020-02-01 00:00") if version_of(released) == 4 else ("r2", "2020-01-02 00:00")
    with open_reader(path) as con:
        (state,) = revisions(con)
        assert (state.revision_no, state.run_id, f"{state.loaded_at:%Y-%m-%d %H:%M}") == (0, *last)
        with pytest.raises(UnknownRevisionError, match="nothing is kept from before 2019-12 was over"):
            find_revision(con, "2019-12")


def test_backup_never_overwrites_another(older, tmp_path):
    path = older(RELEASED[0])
    (tmp_path / "detente.schema-1.duckdb").write_bytes(b"an earlier one")
    assert update(path, tmp_path).backup.name == "detente.schema-1-2.duckdb"
    assert (tmp_path / "detente.schema-1.duckdb").read_bytes() == b"an earlier one"


def test_backup_of_a_migration_that_was_killed_is_taken(older, tmp_path):
    path = older(RELEASED[0])
    (tmp_path / "detente.schema-1.duckdb").hardlink_to(path)
    assert update(path, tmp_path).backup.name == "detente.schema-1.duckdb"
    assert sorted(left.name for left in tmp_path.glob("*.duckdb")) == ["detente.duckdb", "detente.schema-1.duckdb"]


def test_current_file_is_left_alone(published, tmp_path):
    before = published.stat().st_ino
    assert update(published, tmp_path) is None
    assert published.stat().st_ino == before
    assert update(tmp_path / "none.duckdb", tmp_path) is None


def test_macros_of_another_program_are_made_anew_without_a_backup(published, tmp_path):
    with open_writer(published) as con:
        con.execute("UPDATE meta SET value = 'another' WHERE key = 'sql_digest'")
        con.execute("CREATE MACRO gone() AS 1")
    done = update(published, tmp_path)
    assert (done.before, done.after, done.backup) == (SCHEMA_VERSION, SCHEMA_VERSION, None)
    with open_reader(published) as con:
        assert con.execute("SELECT value FROM meta WHERE key = 'sql_digest'").fetchone() == (sql_digest(),)
        assert con.execute("SELECT count(*) FROM duckdb_functions() WHERE function_name = 'gone'").fetchone() == (0,)
        assert con.execute("SELECT count(*) FROM relation").fetchone() == (10,)


def test_newer_file_is_refused(published, tmp_path):
    with open_writer(published) as con:
        con.execute("UPDATE meta SET value = '999' WHERE key = 'schema_version'")
    with pytest.raises(WarehouseError, match="newer than this program"):
        update(published, tmp_path)


def test_failed_migration_leaves_the_file(older, tmp_path, monkeypatch):
    path = older(RELEASED[0])
    with duckdb.connect(str(path)) as con:
        con.execute("UPDATE relation SET target = source WHERE source = 'USA'")
    before = path.read_bytes()
    with pytest.raises(WarehouseError, match="breaks its checks, nothing was changed: relation_with_itself"):
        update(path, tmp_path)
    broken = tmp_path / "002_broken.sql"
    broken.write_text("ALTER TABLE no_such_table ADD COLUMN a INTEGER;")
    monkeypatch.setattr("warehouse.migrate.pending", lambda version: [broken])
    with pytest.raises(WarehouseError, match="the migration failed, nothing was changed"):
        update(path, tmp_path)
    assert path.read_bytes() == before
    assert sorted(left.name for left in tmp_path.iterdir()) == ["002_broken.sql", "detente.duckdb", "work"]


def test_readers_are_told_how_to_mend_an_older_file(older):
    path = older(RELEASED[0])
    with pytest.raises(WarehouseError, match="detente migrate"):
        open_reader(path)
    with open_reader(path, any_version=True) as con:
        assert schema_version(con) == 1
    assert table_names()
