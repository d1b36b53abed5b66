"""CSV, TSV and Parquet."""

import csv
import io
import time
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.ingest.records import Rejected

from .conftest import Read, read_all

HEADER = "ID,Headline,Body,Published At,Publisher,URL"
ROW = '7,Ministers meet,"They met, at last.\nThey spoke.",2017-12-30,Gazette,https://a.example/7'


def test_columns_are_found_whatever_their_case(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text(f"{HEADER}\n{ROW}\n\n")
    (item,), rejected = read(tmp_path / "a.csv")
    assert not rejected
    assert (item.item, item.title, item.text) == ("7", "Ministers meet", "They met, at last.\nThey spoke.")
    assert (item.published_at, item.source, item.url) == (datetime(2017, 12, 30), "Gazette", "https://a.example/7")


@pytest.mark.parametrize(("name", "mark"), [("a.csv", ","), ("a.csv", ";"), ("a.csv", "|"), ("a.tsv", "\t")])
def test_delimiters(tmp_path: Path, read: Read, name: str, mark: str) -> None:
    (tmp_path / name).write_text(f'title{mark}text\r\nOne{mark}"A, b; c | d\t""e"""\r\n')
    (item,), rejected = read(tmp_path / name)
    assert not rejected
    assert (item.title, item.text) == ("One", 'A, b; c | d\t"e"')


def test_quotes_with_backslashes(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text('title,text\nOne,"He said \\"no\\", twice"\nTwo,plain\n')
    items, _ = read(tmp_path / "a.csv")
    assert [i.text for i in items] == ['He said "no", twice', "plain"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, read: Read, encoding: str) -> None:
    text = "Der Minister empfing die Gäste in Köln."
    (tmp_path / "a.csv").write_bytes(f"title,text\nKöln,{text}\n".encode(encoding))
    (item,), _ = read(tmp_path / "a.csv")
    assert (item.title, item.text) == ("Köln", text)


def test_latin_1_that_begins_after_a_long_stretch_of_ascii(tmp_path: Path, read: Read) -> None:
    rows = "".join(f"{n},plain words\n" for n in range(20_000))
    (tmp_path / "a.csv").write_bytes(f"id,text\n{rows}x,Köln\n".encode("latin-1"))
    items, _ = read(tmp_path / "a.csv")
    assert (len(items), items[-1].text) == (20_001, "Köln")


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_a_table_without_text_column_is_told_with_remedy(tmp_path: Path, read: Read, name: str) -> None:
    frame = pl.DataFrame({"headline": ["Ministers meet"], "country": ["Kenya"]})
    frame.write_csv(tmp_path / name) if name == "a.csv" else frame.write_parquet(tmp_path / name)
    items, (refused,) = read(tmp_path / name)
    assert not items
    assert refused.check_name == "no_text_column"
    for word in ("'headline'", "'country'", "text", "body", name):
        assert word in refused.reason


def test_rows_without_text_are_named(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,They met.\n2,\n3, \n4\n5,nan\n6,They left.\n")
    items, rejected = read(tmp_path / "a.csv")
    assert [i.item for i in items] == ["1", "6"]
    assert [r.reason.split("a.csv ")[1] for r in rejected] == [f"row {n} (line {n + 1}): no text" for n in (2, 3, 4, 5)]


def test_a_row_of_more_fields_than_columns_is_refused_with_the_remedy(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("id,text\n1,They met, at last.\n2,They left.,, \n3,They rest.\n")
    items, (refused,) = read(tmp_path / "a.csv")
    assert [(i.item, i.text) for i in items] == [("2", "They left."), ("3", "They rest.")]
    assert (refused.check_name, refused.item.split("a.csv ")[1]) == ("broken_csv", "row 1 (line 2)")
    assert "3 fields under a header of 2; put quotes around the text" in refused.reason
    assert "at last" in refused.excerpt


def test_a_huge_line_and_a_huge_field_are_refused_and_the_rest_goes_on(tmp_path: Path, read: Read) -> None:
    field = '"' + "word\n" * 300 + '"'
    (tmp_path / "a.csv").write_text(f"id,text\n1,{'x' * 5_000}\n2,They met.\n3,{field}\n")
    items, rejected = read(tmp_path / "a.csv", max_item_bytes=1_000)
    assert "2" in [i.item for i in items]
    assert rejected[0].check_name == "too_large"
    # What is left of the field is read as rows, and the quote that closed it as one that opens.
    assert {r.check_name for r in rejected} <= {"too_large", "no_text", "broken_csv"}


PLAIN = ["2,Paris and Bonn signed.,2020-01-02", '3,He said "no" twice.,2020-01-03']
QUOTED = ['2,"Paris, Bonn and ""Rome"" signed.",2020-01-02', '3,"They met.\nThey parted.",2020-01-03']
OPEN = '1,"Kiev and Moscow fought,2020-01-01'


def _where(refused: Rejected) -> str:
    return refused.item.split(".csv ")[1]


@pytest.mark.parametrize(
    "rows",
    [
        PLAIN[:1],
        PLAIN,
        QUOTED,
        [QUOTED[1], PLAIN[0]],
        [PLAIN[0], QUOTED[1]],
        [*PLAIN[:1] * 2_000, *QUOTED],
        ['2,,2020-01-02,"Bonn"', "3,Rome,2020-01-03,Bonn"],
        ['"2","Paris, Bonn","2020-01-02"', '"3","Rome","2020-01-03"'],
    ],
)
def test_a_quote_that_is_not_closed_takes_no_other_row(tmp_path: Path, read: Read, rows: list[str]) -> None:
    head = "id,text,date,title"
    (tmp_path / "a.csv").write_text("\n".join([head, *rows]) + "\n")
    (tmp_path / "b.csv").write_text("\n".join([head, '0,"Before.\nIt.",2020-01-01', OPEN, *rows]))
    expected, others = read(tmp_path / "a.csv")
    (before, *items), (refused, *rejected) = read(tmp_path / "b.csv")
    assert before.text == "Before.\nIt."
    assert [(i.item, i.text, i.title, i.published_at) for i in items] == [
        (i.item, i.text, i.title, i.published_at) for i in expected
    ]
    assert (refused.check_name, _where(refused), refused.excerpt.strip()) == ("broken_csv", "row 2 (line 4)", OPEN)
    assert "the quote that opens on line 4 is not closed; " in refused.reason
    assert [(r.check_name, r.excerpt) for r in rejected] == [(r.check_name, r.excerpt) for r in others]


def test_a_quote_that_opens_within_a_row_of_many_lines_is_named_by_its_own(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text(f'id,text,title\n1,"Kiev.\nMoscow.","Bonn\n{PLAIN[0]}\n')
    (item,), (refused,) = read(tmp_path / "a.csv")
    assert (item.item, _where(refused)) == ("2", "row 1 (line 3)")
    assert "opens on line 3 is not closed, in a row that begins on line 2;" in refused.reason


@pytest.mark.parametrize("text", ["Bonn met.\nRome, in the end, parted.\nParis rests.\n", "Bonn, Rome"])
def test_a_text_that_was_cut_off_is_refused_as_one(tmp_path: Path, read: Read, text: str) -> None:
    (tmp_path / "a.csv").write_text(f'id,text,date\n1,"They met.",2020-01-01\n2,"{text}')
    (item,), (refused,) = read(tmp_path / "a.csv")
    assert item.text == "They met."
    assert (refused.check_name, _where(refused)) == ("broken_csv", "row 2 (line 3)")
    assert ("the 2 lines after it are lost" in refused.reason) == ("\n" in text)
    assert text.strip() in refused.excerpt


@pytest.mark.parametrize("quoted", ['He said "no" twice.', 'They met.\nBonn, he said, "was" there.', 'a\n"b" c'])
def test_quotes_that_are_text_are_read(tmp_path: Path, read: Read, quoted: str) -> None:
    (tmp_path / "a.csv").write_text(f'id,text,date\n1,"{quoted}",2020-01-01\n2,They met.,2020-01-02\n')
    items, _ = read(tmp_path / "a.csv")
    assert [i.item for i in items] == ["1", "2"]
    assert items[0].text.startswith(quoted.split('"', maxsplit=1)[0])


def test_an_open_quote_in_a_large_table_takes_no_more_than_its_row(tmp_path: Path, read: Read) -> None:
    rows = [f"{n},They met.,2020-01-02" for n in range(2, 1_000)]
    (tmp_path / "a.csv").write_text("\n".join(["id,text,date", OPEN, *rows]))
    items, (refused,) = read(tmp_path / "a.csv", max_item_bytes=1_000)
    assert [i.item for i in items] == [str(n) for n in range(2, 1_000)]
    assert (refused.check_name, _where(refused)) == ("broken_csv", "row 1 (line 2)")


def test_a_file_of_open_quotes_is_read_in_time(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("id,text,title\n" + '1,"They met.","Bonn\n' * 20_000)
    begin = time.perf_counter()
    _, rejected = read(tmp_path / "a.csv")
    assert time.perf_counter() - begin < 10
    assert rejected


@settings(deadline=None)
@given(st.lists(st.text('a1,"\n -'), max_size=8), st.booleans())
def test_no_garbage_behind_a_row_takes_it(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], is_escaped: bool
) -> None:
    path = tmp_path_factory.mktemp("q") / "a.csv"
    odd = '9,"a \\"b\\" c",2020-01-01\n' if is_escaped else ""
    path.write_text(f"id,text,date\n{odd}0,They met.,2020-01-01\n" + "\n".join(lines))
    items, _ = read_all(path)
    assert "0" in [i.item for i in items]


def test_only_a_header(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.csv").write_text("id,text\n")
    items, rejected = read(tmp_path / "a.csv")
    assert not items
    assert [r.check_name for r in rejected] == ["no_items"]


def test_parquet(tmp_path: Path, read: Read) -> None:
    moment = datetime(2017, 12, 30, 10, 11, 12)
    frame = pl.DataFrame({"id": [1, 2, 3], "text": ["They met.", None, "They left."], "date": [moment] * 3})
    frame.write_parquet(tmp_path / "a.parquet")
    items, rejected = read(tmp_path / "a.parquet")
    assert [(i.item, i.published_at) for i in items] == [("1", moment), ("3", moment)]
    assert [r.check_name for r in rejected] == ["no_text"]


def test_damaged_parquet(tmp_path: Path, read: Read) -> None:
    pl.DataFrame({"text": ["They met."] * 1_000}).write_parquet(tmp_path / "a.parquet")
    raw = (tmp_path / "a.parquet").read_bytes()
    (tmp_path / "a.parquet").write_bytes(raw[: len(raw) // 2])
    items, rejected = read(tmp_path / "a.parquet")
    assert not items
    assert [r.check_name for r in rejected] == ["broken_parquet"]


TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), st.sampled_from([",", ";", "\t"]))
def test_any_text_survives(tmp_path_factory: pytest.TempPathFactory, texts: list[str], mark: str) -> None:
    path = tmp_path_factory.mktemp("c") / "a.csv"
    # Enough plain words that the file is text whatever stands in a cell.
    expected = ["They met at last and spoke for hours. " * 20 + text for text in texts]
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, delimiter=mark, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text"], *([str(n), text] for n, text in enumerate(expected))])
    path.write_bytes(lines.getvalue().encode())
    items, _ = read_all(path)
    assert [i.text for i in items] == expected
