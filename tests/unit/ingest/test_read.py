"""Sources of all kinds together: discovery, kinds, gzip, refusals, ids."""

import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.ingest.limits import IngestSettings
from tasks.ingest.read import IngestError, RawItem, read_sources
from tasks.ingest.sources import KINDS

from .conftest import Read, read_all

STORY = "Ministers meet\n\nThe two ministers met on Monday."


def _ids(*sources: str | Path) -> list[str]:
    return [item.document_id for item in read_all(*sources)[0]]


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path, read: Read) -> None:
    for name in ("b.txt", "a/z.txt", "a/y.txt", ".hidden.txt", ".git/c.txt", "a/.x"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{STORY} {name}")
    items, rejected = read(tmp_path)
    assert not rejected
    assert [Path(i.uri).name for i in items] == ["b.txt", "y.txt", "z.txt"]
    assert [i.source for i in items] == [tmp_path.name, "a", "a"]


def test_patterns_and_names_with_brackets(tmp_path: Path, read: Read) -> None:
    for name in ("a1.txt", "a2.txt", "b.txt", "c[1].txt"):
        (tmp_path / name).write_text(f"{STORY} {name}")
    assert len(read(tmp_path / "a*.txt")[0]) == 2
    assert len(read(tmp_path / "c[1].txt")[0]) == 1
    assert len(read(tmp_path / "**")[0]) == 4


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    assert len(_ids(tmp_path / "a.txt", tmp_path, tmp_path / "." / "a.txt")) == 1


def test_a_file_whose_name_is_not_unicode_is_read(tmp_path: Path, read: Read) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(raw, "w") as file:  # noqa: PTH123 - pathlib has no names in bytes
        file.write(STORY)
    items, rejected = read(tmp_path)
    assert not rejected
    assert items[0].uri == f"{tmp_path}/caf\ufffd.txt"
    with pytest.raises(IngestError, match="not Unicode"):
        read(os.fsdecode(raw))


@pytest.mark.parametrize(
    ("sources", "word"),
    [
        ([], "no sources"),
        ([""], "no such file"),
        (["nowhere.txt"], "no such file"),
        (["nowhere/*.txt"], "no file matches"),
        (["EMPTY"], "holds no file"),
        (["ftp://gazette.example/a"], "ftp:// is not read"),
        (["file:///etc/passwd"], "file:// is not read"),
        (["http://"], "not an address"),
        (["http://[bad/"], "not an address"),
    ],
)
def test_a_source_that_cannot_be_used_stops_before_anything_is_read(
    tmp_path: Path, sources: list[str], word: str
) -> None:
    (tmp_path / ".hidden").write_text(STORY)
    named = [str(tmp_path) if source == "EMPTY" else source for source in sources]
    with pytest.raises(IngestError, match=word):
        read_sources(named, IngestSettings())


@pytest.mark.parametrize(
    ("name", "raw", "check"),
    [
        ("a.txt", b"", "empty"),
        ("a.jsonl", b" \n\n", "empty"),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
        ("a.html", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(100), "binary"),
        ("a.pdf", b"%PDF-1.7 something", "binary"),
        ("a.txt.gz", b"\x1f\x8b no gzip at all", "unreadable"),
        ("a.txt.gz", gzip.compress(STORY.encode() * 99)[:-20], "unreadable"),
        ("a.txt.gz", gzip.compress(gzip.compress(os.urandom(5_000))), "binary"),
        ("a.txt.gz", gzip.compress(b""), "empty"),
        ("a.parquet", b"PAR1 and no more", "broken_parquet"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_and_the_next_is_read(
    tmp_path: Path, read: Read, name: str, raw: bytes, check: str
) -> None:
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "z.txt").write_text(STORY)
    items, (refused,) = read(tmp_path)
    assert [i.title for i in items] == ["Ministers meet"]
    assert refused.check_name == check
    assert name in refused.reason


def test_without_permission(tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(STORY)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    _, (refused,) = read(tmp_path / "a.txt")
    assert refused.check_name == "unreadable"
    assert "permission" in refused.reason


def test_links_to_nowhere_and_pipes_in_a_folder(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    items, rejected = read(tmp_path)
    assert not items
    assert sorted(Path(r.item).name for r in rejected) == ["a.txt", "pipe"]


def test_a_file_too_large_for_one_article(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text(STORY * 100)
    _, (refused,) = read(tmp_path / "a.txt", max_item_bytes=1_000)
    assert refused.check_name == "too_large"


def test_more_text_than_a_document_may_hold(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.txt").write_text("word " * 450_000)
    _, (refused,) = read(tmp_path / "a.txt")
    assert refused.check_name == "too_large"
    assert "2,000,000" in refused.reason


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.jsonl"])
def test_gzip_is_seen_through_whatever_the_name(tmp_path: Path, name: str) -> None:
    line = json.dumps({"text": "They met."}).encode()
    (tmp_path / name).write_bytes(gzip.compress(line + b"\n") + gzip.compress(line.replace(b"met", b"left")))
    assert len(_ids(tmp_path / name)) == 2


def test_what_stands_before_the_damage_of_a_gzip_is_kept(tmp_path: Path, read: Read) -> None:
    lines = "".join(json.dumps({"id": n, "text": f"They met {n * n} times."}) + "\n" for n in range(20_000))
    raw = gzip.compress(lines.encode())
    (tmp_path / "a.jsonl.gz").write_bytes(raw[: len(raw) // 2])
    items, rejected = read(tmp_path)
    assert len(items) > 1_000
    assert [r.check_name for r in rejected] == ["unreadable"]


def test_a_gzip_bomb(tmp_path: Path, read: Read) -> None:
    line = json.dumps({"id": "a", "text": "They met."}).encode() + b"\n"
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(line + b" " * 30_000_000))
    items, rejected = read(tmp_path)
    assert len(items) <= 1
    assert [r.check_name for r in rejected] == ["gzip_bomb"]


class _Stdin:
    def __init__(self, raw: bytes) -> None:
        self.buffer = io.BytesIO(raw)


@pytest.mark.parametrize(
    ("raw", "kind", "count"),
    [
        (b'{"id": "1", "text": "They met."}\n{"id": "2", "text": "They left."}\n', "jsonl", 2),
        (b'{"id": "1", "text": "cut\n{"id": "2", "text": "They left."}\n', "jsonl", 1),
        (gzip.compress(b'{"text": "They met."}\n'), "jsonl", 1),
        (STORY.encode(), "text", 1),
        (b"[Agency] They met on Monday.\nThey left.", "text", 1),
        (b"id,text\n1,They met.\n", "table", 1),
        (
            b"<?xml version='1.0'?><rss version='2.0'><channel><item><title>They met</title></item></channel></rss>",
            "feed",
            1,
        ),
    ],
)
def test_standard_input(monkeypatch: pytest.MonkeyPatch, read: Read, raw: bytes, kind: str, count: int) -> None:
    monkeypatch.setattr(sys, "stdin", _Stdin(raw))
    items, _ = read("-")
    assert [i.kind for i in items] == [kind] * count
    assert {i.uri for i in items} == {"stdin"}


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("notes", STORY, "text"),
        ("notes.md", STORY, "text"),
        ("export", '{"text": "They met."}', "jsonl"),
        ("page.txt", "<b>They met.</b>", "text"),
        ("export.json", "<!doctype html><html><article><p>They met in Nairobi on Monday.</p></article></html>", "html"),
        ("feed.xml", '<REUTERS NEWID="1"><TEXT><BODY>They met.</BODY></TEXT></REUTERS>', "sgml"),
        ("A.TXT", STORY, "text"),
    ],
)
def test_kinds(tmp_path: Path, read: Read, name: str, text: str, kind: str) -> None:
    (tmp_path / name).write_text(text)
    (item,), _ = read(tmp_path)
    assert item.kind == kind


def test_every_suffix_belongs_to_one_kind() -> None:
    suffixes = [suffix for kind in KINDS for suffix in kind.suffixes]
    assert len(suffixes) == len(set(suffixes))
    assert len({kind.name for kind in KINDS}) == len(KINDS)


def test_the_id_is_of_the_content_not_of_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a" / "a.txt"
    path.parent.mkdir()
    path.write_text(STORY)
    (first,) = _ids(path)
    monkeypatch.chdir(tmp_path)
    assert _ids("a/a.txt") == _ids("a") == _ids("./a/../a/*.txt") == [first]
    path.rename(tmp_path / "a.txt")
    assert _ids("a.txt") == [first]
    (tmp_path / "a.txt").write_text(STORY + " They left.")
    assert _ids("a.txt") != [first]


def test_lines_keep_their_ids_when_a_file_grows(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [json.dumps({"text": f"They met {n} times."}) for n in range(3)]
    path.write_text("\n".join(lines[1:]))
    before = _ids(path)
    path.write_text("\n".join(lines))
    assert _ids(path)[1:] == before


def test_the_same_text_under_two_ids_is_two_documents(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": "They met."}) for n in (1, 2)]
    (tmp_path / "a.jsonl").write_text("\n".join(lines))
    assert len(set(_ids(tmp_path))) == 2


def test_max_items_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": f"They met {n}."}) for n in range(5)))
    items, rejected = read(tmp_path, max_items=3)
    assert len(items) == 3
    assert [r.check_name for r in rejected] == ["max_items"]
    assert not read(tmp_path, max_items=5)[1]


def test_a_reader_that_fails_is_told_and_the_next_source_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("tasks.ingest.sources.html.bare_extraction", fail)
    (tmp_path / "a.html").write_text("<html><p>They met.</p></html>")
    (tmp_path / "b.txt").write_text(STORY)
    found = list(read_sources([str(tmp_path)]))
    assert [isinstance(one, RawItem) for one in found] == [False, True]


def test_articles_come_before_the_source_is_read_to_its_end(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "They met."}\n')
    (tmp_path / "b.jsonl").write_text('{"text": "They left."}\n')
    stream = read_sources([str(tmp_path)])
    assert isinstance(next(stream), RawItem)
    (tmp_path / "b.jsonl").unlink()
    assert not isinstance(next(stream), RawItem)


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from(["a.txt", "a.jsonl", "a.csv", "a.html", "a.xml", "a.sgm", "a.parquet", "a", "a.gz"]),
)
def test_no_bytes_stop_the_reading(tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str) -> None:
    folder = tmp_path_factory.mktemp("x")
    (folder / name).write_bytes(raw)
    items, rejected = read_all(folder)
    assert items or rejected
