"""Publishing: whole or not at all, one writer at a time, readers undisturbed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from warehouse.connection import SCHEMA_VERSION, WarehouseError, open_reader, open_writer
from warehouse.publish import exclusive, private_copy, publish

CHANGE = "UPDATE relation SET context = 'military'"
# Another process that reads the same file again and again; says how often it saw which context.
READ = """
import sys
from warehouse.connection import open_reader
con = open_reader(sys.argv[1])
print("open", flush=True)
for line in sys.stdin:
    print(con.execute("SELECT count(*) FROM relation WHERE context = 'military'").fetchone()[0], flush=True)
"""
# Another run that dies in the middle of a load.
CRASH = """
import os, signal, sys
from warehouse.connection import open_writer
from warehouse.publish import exclusive, private_copy
with exclusive(sys.argv[1]):
    con = open_writer(private_copy(sys.argv[1], sys.argv[2]))
    con.begin()
    con.execute("DELETE FROM relation")
    con.execute("UPDATE article SET text = 'half done'")
    print("dying", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def contexts(path):
    with open_reader(path) as con:
        return {row[0] for row in con.execute("SELECT DISTINCT context FROM relation").fetchall()}


def start(code: str, *arguments: object) -> subprocess.Popen:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    root = Path(__file__).parents[3]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)


def ask(reader: subprocess.Popen) -> str:
    reader.stdin.write("?\n")
    reader.stdin.flush()
    return reader.stdout.readline().strip()


def republish(warehouse, workdir, sql=CHANGE):
    with exclusive(warehouse):
        candidate = private_copy(warehouse, workdir)
        with open_writer(candidate) as con:
            con.execute(sql)
        publish(candidate, warehouse)


def test_published_file_is_whole_and_alone(published, tmp_path):
    republish(published, tmp_path / "work")
    assert contexts(published) == {"military"}
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["detente.duckdb"]
    assert list((tmp_path / "work").iterdir()) == []


def test_first_run_begins_a_new_file(empty, tmp_path):
    warehouse = tmp_path / "sub" / "new.duckdb"
    with exclusive(warehouse):
        candidate = private_copy(warehouse, tmp_path / "work")
        assert not candidate.exists()
        empty.rename(candidate)
        publish(candidate, warehouse)
    open_reader(warehouse).close()


def test_until_published_nothing_changes(published, tmp_path):
    before = published.read_bytes()
    with exclusive(published), open_writer(private_copy(published, tmp_path / "work")) as con:
        con.execute(CHANGE)
        assert published.read_bytes() == before
    assert published.read_bytes() == before


def test_open_reader_keeps_its_state_and_a_new_one_sees_the_new(published, tmp_path):
    with start(READ, published) as reader:
        assert reader.stdout.readline() == "open\n"
        assert ask(reader) == "0"
        republish(published, tmp_path / "work")
        assert ask(reader) == "0"
        with start(READ, published) as another:
            assert another.stdout.readline() == "open\n"
            assert ask(another) == "10"
            another.stdin.close()
        reader.stdin.close()


def test_killed_run_leaves_the_published_file_and_no_lock(published, tmp_path):
    before = published.read_bytes()
    with start(CRASH, published, tmp_path / "work") as run:
        assert run.stdout.readline() == "dying\n"
        assert run.wait() == -signal.SIGKILL
    assert published.read_bytes() == before
    assert len(list((tmp_path / "work").glob("*.private.duckdb"))) == 1
    republish(published, tmp_path / "work")
    assert contexts(published) == {"military"}
    assert list((tmp_path / "work").iterdir()) == []


def test_what_killed_runs_left_goes_though_their_numbers_live_again(published, tmp_path):
    mine = private_copy(published, tmp_path / "work")
    left = mine.with_name(mine.name.replace(str(os.getpid()), str(os.getppid())))
    half = published.with_name(f".{published.name}.{os.getppid()}.publish")
    foreign = mine.with_name(f"elsewhere-0123456789ab-{os.getppid()}.private.duckdb")
    alone = mine.with_name(mine.name.replace(str(os.getpid()), "7") + ".wal")  # whose file went before it
    for path in (left, half, foreign, alone):
        path.write_bytes(b"left")
    private_copy(published, tmp_path / "work")
    assert [path.exists() for path in (left, half, alone, foreign)] == [False, False, False, True]


def test_a_lock_that_nobody_holds_keeps_nobody_from_publishing(published, tmp_path):
    candidate = private_copy(published, tmp_path / "work")
    before = published.stat().st_ino
    published.with_name(f".{published.name}.lock").write_text(str(os.getppid()))
    publish(candidate, published)
    assert published.stat().st_ino != before


def test_second_writer_is_told_who_holds_it(published):
    mine = rf"another run \(process {os.getpid()}\)"
    with exclusive(published), pytest.raises(WarehouseError, match=mine), exclusive(published):
        pytest.fail("two held it")
    with exclusive(published):
        pass


def test_writer_in_another_process_is_named(published, tmp_path):
    code = (
        "import sys\nfrom warehouse.publish import exclusive\n"
        "with exclusive(sys.argv[1]):\n    print('held', flush=True)\n    sys.stdin.read()"
    )
    candidate = private_copy(published, tmp_path / "work")
    with start(code, published) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(WarehouseError, match=f"process {holder.pid}"), exclusive(published):
            pytest.fail("two held it")
        with pytest.raises(WarehouseError, match=f"process {holder.pid}.*nothing was published"):
            publish(candidate, published)
        holder.stdin.close()
    publish(candidate, published)


def test_candidate_that_is_open_still_is_not_published(published, tmp_path):
    candidate = private_copy(published, tmp_path / "work")
    before = published.read_bytes()
    with open_writer(candidate) as con:
        con.execute(CHANGE)
        with pytest.raises(WarehouseError, match="close that connection"):
            publish(candidate, published)
    assert published.read_bytes() == before


def test_half_made_candidate_is_not_published(published, tmp_path):
    candidate = private_copy(published, tmp_path / "work")
    candidate.write_bytes(candidate.read_bytes()[:5000])
    before = published.read_bytes()
    with pytest.raises(WarehouseError):
        publish(candidate, published)
    assert published.read_bytes() == before


def test_candidate_without_tables_is_not_published(published, tmp_path):
    with pytest.raises(WarehouseError, match="nothing to publish"):
        publish(tmp_path / "none.duckdb", published)
    open_writer(tmp_path / "bare.duckdb").close()
    with pytest.raises(WarehouseError, match="not a warehouse"):
        publish(tmp_path / "bare.duckdb", published)


def test_warehouse_with_unfinished_writes_is_refused(published, tmp_path):
    published.with_name("detente.duckdb.wal").write_bytes(b"left by another program")
    for fresh in (False, True):
        with pytest.raises(WarehouseError, match=r"unfinished writes in detente\.duckdb\.wal"):
            private_copy(published, tmp_path / "work", fresh=fresh)


def test_fresh_copy_is_empty_also_over_an_older_version(published, tmp_path):
    with open_writer(published) as con:
        con.execute("UPDATE meta SET value = ? WHERE key = 'schema_version'", [str(SCHEMA_VERSION - 1)])
    assert not private_copy(published, tmp_path / "work", fresh=True).exists()
    with pytest.raises(WarehouseError, match="detente migrate"):
        private_copy(published, tmp_path / "work")


@pytest.mark.parametrize("fresh", [False, True])
def test_file_that_is_no_warehouse_is_never_replaced(tmp_path, fresh):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all")
    with pytest.raises(WarehouseError, match="not a DuckDB file"):
        private_copy(letter, tmp_path / "work", fresh=fresh)
    assert letter.read_text() == "Dear all"


def test_link_goes_on_pointing_at_the_warehouse(published, tmp_path):
    link = tmp_path / "link.duckdb"
    link.symlink_to(published)
    republish(link, tmp_path / "work")
    assert link.is_symlink()
    assert contexts(published) == {"military"}


def test_other_file_system_is_crossed_by_a_copy(published, tmp_path, monkeypatch):
    real = Path.replace

    def replace(self, target):
        if self.parent != Path(target).parent:
            raise OSError(18, "Invalid cross-device link")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    republish(published, tmp_path / "work")
    assert contexts(published) == {"military"}
    assert list((tmp_path / "work").iterdir()) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["detente.duckdb", "work"]
