"""Loading: all or nothing, twice is once, and a newer coder's word replaces the older one's."""

from pathlib import Path

import duckdb
import polars as pl
import pytest
from tiny_warehouse import make_id

from schemas import TABLES
from warehouse.build import run_checks
from warehouse.connection import WarehouseError, open_writer
from warehouse.writer import LoadCount, load

ARTICLE_SET = ("coding", "mention", "relation", "money")


def count(con, table):
    return con.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def snapshot(con):
    return {table: con.execute(f"SELECT * FROM {table} ORDER BY ALL").fetchall() for table in TABLES}


def id_of(con, uri):
    return con.execute("SELECT article_id FROM article WHERE uri = ?", [uri]).fetchone()[0]


def test_first_load_inserts_every_row(empty, rows, write):
    with open_writer(empty) as con:
        counts = load(con, write(rows))
        assert counts == {table: LoadCount(inserted=len(rows[table])) for table in TABLES}
        assert {table: count(con, table) for table in TABLES} == {table: len(rows[table]) for table in TABLES}


def test_tiny_warehouse_passes_its_checks(con):
    assert [check for check, broken in run_checks(con) if broken] == []


def test_second_load_of_the_same_changes_nothing(con, rows, write):
    before = snapshot(con)
    counts = load(con, write(rows))
    assert counts == {table: LoadCount(unchanged=len(rows[table])) for table in TABLES}
    assert all(each.changed == 0 for each in counts.values())
    assert snapshot(con) == before


def test_same_rows_in_two_files_count_once(empty, rows, write):
    one, two = write(rows), write(rows)
    with open_writer(empty) as con:
        counts = load(con, {table: [*one[table], *two[table]] for table in one})
        assert counts["relation"].inserted == len(rows["relation"])


def test_two_batches_of_one_text_keep_the_earlier_date(empty, rows, write):
    later = [
        row | {"published_at": row["published_at"].replace(year=2021)} for row in rows["article"] if row["published_at"]
    ]
    one, two = write({"article": later, "sentence": [], "article_band": []}), write(rows)
    with open_writer(empty) as con:
        load(con, two | {"article": one["article"] + two["article"]})
        assert con.execute("SELECT max(year(published_at)) FROM article").fetchone() == (2020,)


def test_newer_coder_replaces_the_older_set(con, rows, write):
    recoded = {table: [] for table in ARTICLE_SET} | {
        "coding": [row | {"coder_version": "coder-2"} for row in rows["coding"]],
        "relation": [row | {"coder_version": "coder-2", "score": 0.5} for row in rows["relation"][:3]],
    }
    counts = load(con, write(recoded))
    assert counts["coding"] == LoadCount(replaced=6)
    assert counts["relation"] == LoadCount(replaced=3, deleted=7)
    assert counts["money"] == LoadCount(deleted=3)
    assert counts["mention"] == LoadCount(deleted=4)
    assert con.execute("SELECT DISTINCT coder_version, score FROM relation").fetchall() == [("coder-2", 0.5)]


def test_recoding_one_article_leaves_the_others(con, rows, write):
    june = id_of(con, "june.txt")
    recoded = {table: [] for table in ARTICLE_SET} | {"coding": [{"article_id": june, "coder_version": "coder-2"}]}
    counts = load(con, write(recoded))
    assert counts["relation"] == LoadCount(deleted=3)
    assert count(con, "relation") == len(rows["relation"]) - 3
    assert con.execute("SELECT count(*) FROM relation WHERE article_id = ?", [june]).fetchone() == (0,)


def test_known_article_keeps_its_date_when_another_source_brings_it(con, rows, write):
    again = {table: rows[table] for table in ("document", "sentence", "article_band", *ARTICLE_SET)} | {
        "article": [row | {"source": "late", "published_at": None} for row in rows["article"]],
        "document": [row | {"document_id": row["document_id"][::-1], "source": "late"} for row in rows["document"]],
    }
    counts = load(con, write(again))
    assert counts["document"] == LoadCount(inserted=6)
    assert counts["article"] == LoadCount(unchanged=6)
    assert con.execute("SELECT count(*) FROM article WHERE source = 'late'").fetchone() == (0,)


def test_text_that_is_cleaned_anew_drops_the_old_one(con, rows, write):
    june, new = id_of(con, "june.txt"), "f" * 16
    mine = {
        table: [row | {"article_id": new} for row in rows[table] if row["article_id"] == june]
        for table in ("document", "article", "sentence", "article_band", *ARTICLE_SET)
    }
    for number, row in enumerate(mine["relation"]):
        row["relation_id"] = f"{number:016x}"
    counts = load(con, write(mine))
    assert counts["document"] == LoadCount(replaced=1)
    assert counts["article"] == LoadCount(inserted=1, deleted=1)
    assert counts["relation"] == LoadCount(inserted=3, deleted=3)
    assert [check for check, broken in run_checks(con) if broken] == []


def cleaned_anew(rows, names):
    """Rows of articles that are cleaned to another text, by name and new id."""
    new = {make_id(name): number for name, number in names.items()}
    found = {
        table: [row | {"article_id": new[row["article_id"]]} for row in rows[table] if row["article_id"] in new]
        for table in ("document", "article", "sentence", "article_band", *ARTICLE_SET)
    }
    for table in ("mention", "relation"):
        for number, row in enumerate(found[table]):
            row[f"{table}_id"] = f"{number:016x}"
    return found | {"money": [], "duplicate": []}


def link(copy, representative):
    return {"article_id": copy, "duplicate_of": representative, "similarity": 0.9}


def links(con):
    return sorted(con.execute("SELECT article_id, duplicate_of FROM duplicate").fetchall())


def test_copies_of_a_representative_that_is_cleaned_anew_stay_copies(con, rows, write):
    deal, copy, june, undated, new = *map(make_id, ("deal", "copy", "june", "undated")), "f" * 16
    load(con, write({"duplicate": [link(june, deal), link(undated, deal)]}))
    files = write(cleaned_anew(rows, {"deal": new}) | {"duplicate": [link(new, deal)]})
    counts = load(con, files)
    # The new text is of the earliest day; of an undated one nothing is known.
    assert links(con) == sorted([(copy, new), (june, new), (undated, new)])
    assert counts["duplicate"] == LoadCount(inserted=1, replaced=3, deleted=1)
    assert [check for check, broken in run_checks(con) if broken] == []
    before = snapshot(con)
    assert not any(one.changed for one in load(con, files).values())
    assert snapshot(con) == before


def test_the_one_copy_of_a_representative_that_goes_is_a_story_of_its_own(con, rows, write):
    counts = load(con, write(cleaned_anew(rows, {"deal": "f" * 16})))
    assert links(con) == []
    assert counts["duplicate"] == LoadCount(deleted=1)


def test_copies_that_are_cleaned_anew_together_keep_their_new_link(con, rows, write):
    one, two = "e" * 16, "f" * 16
    load(con, write(cleaned_anew(rows, {"deal": one, "copy": two}) | {"duplicate": [link(two, one)]}))
    assert links(con) == [(two, one)]
    assert [check for check, broken in run_checks(con) if broken] == []


def test_changed_list_column_is_replaced(con, rows, write):
    rows["document"][0]["offset_map"] = [0, 1, 0, 1]
    counts = load(con, write({"document": rows["document"]}))
    assert counts["document"] == LoadCount(replaced=1, unchanged=5)


def test_null_that_becomes_a_value_is_a_change(con, rows, write):
    rows["document"][4]["url"] = None
    counts = load(con, write({"document": rows["document"]}))
    assert counts["document"] == LoadCount(replaced=1, unchanged=5)


def test_rows_of_an_article_that_is_not_listed_are_refused(con, rows, write):
    before = snapshot(con)
    rows["coding"] = rows["coding"][1:]
    with pytest.raises(WarehouseError, match=r"relation: 2 rows of articles that coding doesn't list"):
        load(con, write({table: rows[table] for table in ARTICLE_SET if table != "mention"} | {"mention": []}))
    assert snapshot(con) == before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"relations": []}, "no table relations"),
        ({"article": []}, "article and sentence are loaded together"),
        ({"relation": []}, "coding and relation are loaded together"),
        ({"run": [Path("nowhere.parquet")]}, "run: no file nowhere.parquet"),
    ],
)
def test_wrong_files_are_named(con, files, message):
    with pytest.raises(WarehouseError, match=message):
        load(con, files)


def test_file_that_is_not_parquet_loads_nothing(con, rows, write, tmp_path):
    before = snapshot(con)
    rows["document"][0]["url"] = "https://news.example/changed"
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no parquet")
    with pytest.raises(WarehouseError, match=r"run: cannot load broken\.parquet"):
        load(con, write({"document": rows["document"]}) | {"run": [broken]})
    assert snapshot(con) == before


def test_file_without_a_column_is_named(con, tmp_path):
    path = tmp_path / "narrow.parquet"
    pl.DataFrame({"article_id": ["0" * 16]}).write_parquet(path)
    with pytest.raises(WarehouseError, match=r"duplicate: cannot load narrow\.parquet"):
        load(con, {"duplicate": [path]})


def test_null_in_a_key_loads_nothing(con, tmp_path):
    path = tmp_path / "null.parquet"
    frame = pl.DataFrame(
        {"article_id": [None], "duplicate_of": ["0" * 16], "similarity": [1.0]}, schema=TABLES["duplicate"].columns()
    )
    frame.write_parquet(path)
    with pytest.raises(WarehouseError, match="nothing was loaded"):
        load(con, {"duplicate": [path]})
    assert count(con, "duplicate") == 1


def test_folder_name_with_glob_signs_is_taken_literally(con, rows, tmp_path):
    folder = tmp_path / "a[1]*"
    folder.mkdir()
    TABLES["document"].frame(rows["document"]).write_parquet(folder / "d.parquet")
    assert load(con, {"document": [folder / "d.parquet"]})["document"].unchanged == 6


def test_load_without_tables_says_to_build(rows, write):
    with duckdb.connect() as con, pytest.raises(WarehouseError, match="nothing was loaded"):
        load(con, write(rows))
