"""The history: a warehouse as it stood after each of its loads, whatever the later ones changed."""

import random
import shutil
from datetime import datetime

import pytest
from tiny_warehouse import ARTICLES, make_id, make_rows

from schemas import TABLES
from warehouse.build import refresh_marts, run_checks
from warehouse.connection import WarehouseError, open_reader, open_writer
from warehouse.history import UnknownRevisionError, copy_as_of, find_revision, forget, rewind
from warehouse.migrate import bring_up_to_date
from warehouse.publish import exclusive
from warehouse.vacuum import vacuum
from warehouse.writer import load

TOLD = ("document", "article", "sentence", "duplicate", "coding", "mention", "relation", "money")
FIRST, SECOND, THIRD = "aa01" + "0" * 12, "aa02" + "0" * 12, "bb03" + "0" * 12


def snapshot(con):
    return {table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in TOLD}


def some_rows(chance, version):
    """Part of the tiny warehouse as another coder would read it: fewer finds, other scores, perhaps another text."""
    names = {make_id(name) for name in chance.sample(sorted(ARTICLES), chance.randint(1, 5))}
    rows = {table: [row for row in all_rows if row.get("article_id") in names]
            for table, all_rows in make_rows(version).items()}  # fmt: skip
    for table in ("mention", "relation", "money"):
        rows[table] = [row for row in rows[table] if chance.random() < 0.7]
    rows["relation"] = [row | {"score": chance.random()} for row in rows["relation"]]
    rows["duplicate"] = [row for row in rows["duplicate"] if row["duplicate_of"] in names]
    if chance.random() < 0.5:  # cleaned to another text: the article of old goes
        renamed = chance.choice(sorted(names))
        for table_rows in rows.values():
            for row in table_rows:
                for column in ("article_id", "duplicate_of"):
                    if row.get(column) == renamed:
                        row[column] = f"{version[-1]:0>16}"
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_every_earlier_state_comes_back(empty, write, tmp_path, seed):
    chance, states = random.Random(seed), []  # noqa: S311 - no secret
    with open_writer(empty) as con:
        load(con, write(make_rows()), FIRST)
        states.append(snapshot(con))
        for number in range(2, 7):
            load(con, write(some_rows(chance, f"coder-{number}")), f"{number:016x}")
            states.append(snapshot(con))
        assert con.execute("SELECT count(*) FROM revision").fetchone() == (6,)
    for number, state in enumerate(states, 1):
        copy = shutil.copy(empty, tmp_path / f"{number}.duckdb")
        with open_writer(copy) as con:
            rewind(con, number)
            assert snapshot(con) == state
            assert con.execute("SELECT max(revision_no) FROM revision").fetchone() == (number,)


def test_a_story_that_was_passed_on_comes_back(con, write):
    deal, june = make_id("deal"), make_id("june")
    load(con, write({"duplicate": [{"article_id": june, "duplicate_of": deal, "similarity": 0.9}]}), FIRST)
    before = snapshot(con)
    load(con, write({"document": [row | {"article_id": june} for row in make_rows()["document"]
                                  if row["article_id"] == deal]}), SECOND)  # fmt: skip
    assert snapshot(con)["duplicate"] == [(june, make_id("copy"), 0.9)]
    rewind(con, con.execute("SELECT revision_no FROM revision WHERE run_id = ?", [FIRST]).fetchone()[0])
    assert snapshot(con) == before


@pytest.fixture
def grown(empty, write):
    """Three runs: two articles; all of them; then another coder that finds fewer relations. Closed."""
    rows = make_rows()
    ids = {make_id("deal"), make_id("june")}
    part = {table: [row for row in rows[table] if row.get("article_id") in ids] for table in TABLES}
    recoded = {table: rows[table] if table == "coding" else [] for table in ("coding", "mention", "relation", "money")}
    recoded["relation"] = [row | {"score": 0.5} for row in rows["relation"][:3]]
    recoded = {table: [row | ({"coder_version": "v2"} if "coder_version" in row else {}) for row in each]
               for table, each in recoded.items()}  # fmt: skip
    with open_writer(empty) as con:
        for number, (run, each) in enumerate([(FIRST, part), (SECOND, rows), (THIRD, recoded)], 1):
            load(con, write(each), run)
            con.execute("UPDATE revision SET loaded_at = ? WHERE run_id = ?", [datetime(2026, number, 15, 9), run])
            row = [run, None, *[datetime(2026, number, 15)] * 2, "v", "0.1", "[]", *[0] * 9, "{}"]
            con.execute(f"INSERT INTO run VALUES ({', '.join('?' * 17)})", row)
        refresh_marts(con)
    return empty


def mentions(path):
    with open_reader(path) as con:
        return con.execute("SELECT mentions FROM compare('PAK', ['RUS'])").fetchone()[0]


@pytest.mark.parametrize(
    ("wanted", "run", "found"),
    [("aa01", FIRST, 5), ("2026-01", FIRST, 5), ("2026-02-14", FIRST, 5), ("2026-02-15", SECOND, 7),
     (SECOND.upper(), SECOND, 7), ("bb", THIRD, 3), ("2030-12", THIRD, 3)],
)  # fmt: skip
def test_answers_as_they_stood(grown, tmp_path, wanted, run, found):
    before = grown.read_bytes()
    state = copy_as_of(grown, wanted, tmp_path / "copy.duckdb")
    assert state.run_id == run
    assert mentions(tmp_path / "copy.duckdb") == found
    with open_reader(tmp_path / "copy.duckdb") as con:
        assert con.execute("SELECT count(*) FROM run").fetchone() == (state.revision_no,)
        assert [name for name, rows in run_checks(con) if rows] == []
    assert grown.read_bytes() == before


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("cc", "no run 'cc'; there are: run bb030000 of 2026-03-15 09:00, run aa020000 of"),
        ("aa", "several runs begin with 'aa'; there are: run aa020000 of .*, run aa010000 of [^,]*$"),
        ("", "no run ''"),
        ("2025-12", "nothing is kept from before 2025-12 was over; there are: "),
        ("2026-02-30", "is no date: write 2026-03"),
    ],
)
def test_unknown_states_are_told_with_those_there_are(grown, wanted, message):
    with open_reader(grown) as con, pytest.raises(UnknownRevisionError, match=message):
        find_revision(con, wanted)


def test_what_a_load_keeps_is_no_more_than_what_it_changed(grown):
    with open_writer(grown) as con:
        kept = con.execute(
            "SELECT revision_no, count(*), count(before_json) FROM article_revision GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        assert kept == [(1, 2, 0), (2, 4, 0), (3, 6, 6)]
        tables = con.execute("SELECT DISTINCT unnest(json_keys(before_json)) FROM article_revision ORDER BY 1")
        assert [name for (name,) in tables.fetchall()] == ["coding", "mention", "money", "relation"]


def test_a_load_that_changes_nothing_keeps_nothing(grown, write):
    with open_writer(grown) as con:
        load(con, {})
        load(con, write({"article": [], "sentence": [], "article_band": []}))
        assert con.execute("SELECT max(revision_no) FROM revision").fetchone() == (3,)
        load(con, {}, "cc04" + "0" * 12)
        assert con.execute("SELECT count(*) FROM article_revision WHERE revision_no = 4").fetchone() == (0,)
        assert find_revision(con, "cc04").revision_no == 4


def test_forgetting_leaves_the_present(grown):
    with open_writer(grown) as con:
        assert forget(con) == 2
        with pytest.raises(UnknownRevisionError, match=r"run 'aa01' is from before the history of this file; there"):
            find_revision(con, "aa01")
        assert find_revision(con, "2026-12").run_id == THIRD
    assert mentions(grown) == 3


def test_vacuum_keeps_the_history(grown, tmp_path):
    with exclusive(grown):
        vacuum(grown, tmp_path / "work")
    copy_as_of(grown, "aa01", tmp_path / "copy.duckdb")
    assert mentions(tmp_path / "copy.duckdb") == 5


def test_columns_that_later_schemas_add_are_null_in_older_rows(grown, tmp_path):
    with open_writer(grown) as con:
        con.execute("ALTER TABLE mention ADD COLUMN later VARCHAR")
        con.execute("UPDATE article_revision SET before_json = replace(before_json, '\"score\"', '\"older\"')")
        con.execute("ALTER TABLE relation ALTER score DROP NOT NULL")
        rewind(con, 2)
        assert con.execute("SELECT count(*), count(later) FROM mention").fetchone() == (4, 0)
        assert con.execute("SELECT count(*), count(score) FROM relation").fetchone() == (10, 0)


def test_run_that_publishes_before_the_copy_begins_is_undone_as_well(grown, tmp_path, write, monkeypatch):
    later = shutil.copyfile(grown, tmp_path / "later.duckdb")
    with open_writer(later) as con:
        recoded = {"coding": make_rows("v4")["coding"], "mention": [], "relation": [], "money": []}
        load(con, write(recoded), "cc04" + "0" * 12)
        refresh_marts(con)

    def publish_and_copy(warehouse, copy, copyfile=shutil.copyfile):
        later.replace(warehouse)
        return copyfile(warehouse, copy)

    monkeypatch.setattr("warehouse.history.shutil.copyfile", publish_and_copy)
    assert copy_as_of(grown, "bb", tmp_path / "copy.duckdb").run_id == THIRD
    assert (mentions(tmp_path / "copy.duckdb"), mentions(grown)) == (3, 0)


def test_file_that_may_only_be_read_can_be_asked(grown, tmp_path):
    grown.chmod(0o444)
    copy_as_of(grown, "aa01", tmp_path / "copy.duckdb")
    assert (tmp_path / "copy.duckdb").stat().st_mode & 0o200
    assert mentions(tmp_path / "copy.duckdb") == 5


@pytest.mark.parametrize("room", [100_000, None], ids=["for less than the copy", "for the copy alone"])
def test_no_room_is_one_line(grown, tmp_path, full_disk, room):
    with full_disk(room or grown.stat().st_size), pytest.raises(WarehouseError) as caught:
        copy_as_of(grown, "aa01", tmp_path / "copy.duckdb")
    told = str(caught.value)
    assert told.startswith(f"the earlier state can't be made in {tmp_path}: ")
    assert told.endswith("File too large: set TMPDIR to a folder with more room"), told
    assert "\n" not in told


def test_empty_warehouse_has_no_earlier_state(empty):
    with open_reader(empty) as con, pytest.raises(UnknownRevisionError, match="no run was published yet"):
        find_revision(con, "aa")


def test_current_history_needs_no_migration(grown, tmp_path):
    with exclusive(grown):
        assert bring_up_to_date(grown, tmp_path / "work") is None
