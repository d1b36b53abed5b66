"""JSON lines, arrays and objects; what is broken, too large or nested too deep."""

import json
import tracemalloc
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasks.ingest.sources.json_elements import elements

from .conftest import Read, read_all

ONE = {"id": "a1", "title": "Ministers meet", "text": "They met.", "published_at": "2017-12-30", "source": "Gazette"}
TWO = {"id": "a2", "text": "They parted."}


def _write(path: Path, *lines: Any) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines) + "\n")
    return path


def test_a_line_is_an_article(tmp_path: Path, read: Read) -> None:
    items, rejected = read(_write(tmp_path / "a.jsonl", ONE, "", TWO))
    assert not rejected
    first = items[0]
    assert (first.title, first.text, first.source, first.item) == ("Ministers meet", "They met.", "Gazette", "a1")
    assert (first.published_at, first.date_source, first.date_precision) == (datetime(2017, 12, 30), "field", "day")
    assert (items[1].title, items[1].published_at, items[1].date_source) == ("", None, "none")


@pytest.mark.parametrize(
    ("record", "title", "text", "url"),
    [
        ({"HEADLINE": "H", "Body": "B", "Link": "https://a.example/1"}, "H", "B", "https://a.example/1"),
        ({"Title": "H", "article text": "B", "url": "javascript:alert(1)"}, "H", "B", None),
        ({"title": None, "text": " ", "content": "B", "url": 5}, "", "B", None),
        ({"body": ["One.", "Two."]}, "", "One.\n\nTwo.", None),
        ({"title": "B goes on", "text": "B goes on and on"}, "B goes on", "B goes on and on", None),
    ],
)
def test_fields_by_common_names(
    tmp_path: Path, read: Read, record: dict[str, Any], title: str, text: str, url: str | None
) -> None:
    (item,), _ = read(_write(tmp_path / "a.jsonl", record))
    assert (item.title, item.text, item.url) == (title, text, url)


def test_ids_dates_and_sources_in_the_shapes_of_databases(tmp_path: Path, read: Read) -> None:
    mongo = {"_id": {"$oid": "5a4f"}, "text": "B", "date": {"$date": "2017-12-30T10:00:00Z"}, "source": {"name": "G"}}
    (item,), _ = read(_write(tmp_path / "a.jsonl", mongo))
    assert (item.item, item.published_at, item.source) == ("5a4f", datetime(2017, 12, 30, 10), "G")


@pytest.mark.parametrize(
    ("line", "check"),
    [
        ('{"id": "b", "text": "cut of', "broken_json"),
        ("not json at all", "broken_json"),
        ("[" * 100_000, "broken_json"),
        ('{"text": ' + "9" * 5_000 + "}", "broken_json"),
        ("[1, 2]", "not_an_object"),
        ('"text"', "not_an_object"),
        ('{"id": "b"}', "no_text"),
        ('{"text": {"a": 1}}', "no_text"),
        ('{"text": null}', "no_text"),
        ('{"text": "a\0b\0\0"}', "binary"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, read: Read, line: str, check: str) -> None:
    items, rejected = read(_write(tmp_path / "a.jsonl", ONE, line, TWO))
    assert [i.item for i in items] == ["a1", "a2"]
    assert [r.check_name for r in rejected] == [check]
    assert "a.jsonl line 2" in rejected[0].reason


@pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
def test_a_line_of_50_mb_is_refused_without_being_held(tmp_path: Path, read: Read, name: str) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.write(json.dumps(ONE).encode() + b'\n{"text": "')
        for _ in range(50):
            file.write(b"word " * 200_000)
        file.write(b'"}\n' + json.dumps(TWO).encode() + b"\n")
    tracemalloc.start()
    items, rejected = read(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [i.item for i in items] == ["a1", "a2"]
    assert [(r.check_name, r.item.split()[-1]) for r in rejected] == [("too_large", "2")]
    assert peak < 45_000_000


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("shape", ["array", "wrapped", "single", "stream"])
def test_shapes_of_json(tmp_path: Path, read: Read, shape: str, indent: int | None) -> None:
    both = [{**ONE, "text": 'brackets ] } { and a quote " and \\'}, {**TWO, "tags": [{"x": ["y"]}]}]
    value = {"array": both, "wrapped": {"status": "ok", "articles": both}, "single": both[0], "stream": None}[shape]
    text = json.dumps(value, indent=indent) if value else "\n".join(json.dumps(one, indent=indent) for one in both)
    (tmp_path / "a.json").write_text(text)
    items, rejected = read(tmp_path / "a.json")
    assert not rejected
    assert [i.text for i in items] == [one["text"] for one in (both[:1] if shape == "single" else both)]


@pytest.mark.parametrize("name", ["items", "documents", "data", "entries"])
def test_an_article_with_a_list_beside_its_text_keeps_its_text(tmp_path: Path, read: Read, name: str) -> None:
    article, wrapper = {**ONE, name: [{"text": "A caption."}]}, {"text": " ", name: [TWO]}
    items, rejected = read(_write(tmp_path / "a.jsonl", article, wrapper))
    assert not rejected
    assert [(i.item, i.text) for i in items] == [("a1", "They met."), ("a2", "They parted.")]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_a_wrapped_value_that_is_no_object_leaves_the_others(tmp_path: Path, read: Read, name: str) -> None:
    items, rejected = read(_write(tmp_path / name, {"articles": [ONE, None, TWO, "text", {"id": "a3"}]}))
    assert [i.item for i in items] == ["a1", "a2"]
    assert [(r.check_name, r.item.split(f"{name} ")[1], r.excerpt) for r in rejected] == [
        ("not_an_object", "articles 2", "null"),
        ("not_an_object", "articles 4", '"text"'),
        ("no_text", "articles 5", '{"id": "a3"}'),
    ]


def test_a_broken_element_of_an_array_leaves_the_others(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.json").write_text(f"[{json.dumps(ONE)}, {{bad}}, 5, {json.dumps(TWO)}, {{")
    items, rejected = read(tmp_path / "a.json")
    assert [i.item for i in items] == ["a1", "a2"]
    assert [r.check_name for r in rejected] == ["broken_json", "not_an_object", "broken_json"]


@pytest.mark.parametrize(
    ("text", "checks"),
    [
        ("[]", ["no_items"]),
        ("[[], [[]]]", ["no_items"]),
        ('["a", "b"]', ["not_an_object"] * 2),
        ("[1, [2, null]]", ["not_an_object"] * 3),
        ("5", ["not_an_object"]),
        ("They met.", ["broken_json"]),
        ("[" * 600_000, ["broken_json"]),
        ("[" + "9" * 5_000 + "]", ["broken_json"]),
        ("[" + "5," * 1_000 + "5]", ["not_an_object"] * 101),
    ],
)
def test_json_without_objects_is_told(tmp_path: Path, read: Read, text: str, checks: list[str]) -> None:
    (tmp_path / "a.json").write_text(text)
    items, rejected = read(tmp_path / "a.json")
    assert not items
    assert [r.check_name for r in rejected] == checks


def test_values_between_objects_are_refused_by_their_place(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.json").write_text(json.dumps([ONE, "Kenya met Chad, [at last]", 5, None, TWO, "Köln"]))
    items, rejected = read(tmp_path / "a.json")
    assert [i.item for i in items] == ["a1", "a2"]
    assert [r.item.split("a.json ")[1] for r in rejected] == ["item 2", "item 3", "item 4", "item 6"]
    assert {r.check_name for r in rejected} == {"not_an_object"}
    assert "not str" in rejected[0].reason
    assert rejected[0].excerpt == '"Kenya met Chad, [at last]"'


def test_an_object_that_lost_its_bracket_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.json").write_text(f'[{json.dumps(ONE)} "id": "k2", "text": "Chad met."}}, {json.dumps(TWO)}]')
    items, (refused,) = read(tmp_path / "a.json")
    assert [i.item for i in items] == ["a1", "a2"]
    assert (refused.check_name, refused.excerpt) == ("broken_json", '"id": "k2", "text": "Chad met."}')
    assert "item 2: not JSON" in refused.reason


def test_an_array_cut_off_between_its_objects_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.json").write_text(f"[{json.dumps(ONE)}, {json.dumps(TWO)},\n")
    items, (refused,) = read(tmp_path / "a.json")
    assert [i.item for i in items] == ["a1", "a2"]
    assert refused.check_name == "broken_json"
    assert "item 3: the array has no end" in refused.reason


def test_what_may_stand_between_objects(tmp_path: Path, read: Read) -> None:
    one, two = json.dumps(ONE), json.dumps(TWO)
    (tmp_path / "a.json").write_text(f"{one}\x1e{two}\n\ufeff[[{one}], [{two}]]\f{one},{two}")
    items, rejected = read(tmp_path / "a.json")
    assert not rejected
    assert [i.item for i in items] == ["a1", "a2"] * 3


@pytest.mark.parametrize("between", [b"5", b'"' + b"word " * 4_000_000 + b'"', b"5," * 10_000_000])
def test_large_values_between_objects_are_not_held(tmp_path: Path, read: Read, between: bytes) -> None:
    one, two = json.dumps(ONE).encode(), json.dumps(TWO).encode()
    (tmp_path / "a.json").write_bytes(b"[%b, %b %b %b]" % (one, b" " * 20_000_000, between, two))
    tracemalloc.start()
    items, rejected = read(tmp_path / "a.json", max_item_bytes=1_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [i.item for i in items] == ["a1", "a2"]
    assert [r.check_name for r in rejected] == ["not_an_object" if between == b"5" else "too_large"]
    assert peak < 8_000_000


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_encodings(tmp_path: Path, read: Read, encoding: str) -> None:
    text = "Der Minister empfing die Gäste in Köln, über Zölle sprach er kühl."
    lines = "\n".join(json.dumps({"text": text, "id": n}, ensure_ascii=False) for n in range(2))
    (tmp_path / "a.jsonl").write_bytes(lines.encode(encoding))
    items, rejected = read(tmp_path / "a.jsonl")
    assert not rejected
    assert [i.text for i in items] == [text, text]


def test_surrogates_are_made_storable(tmp_path: Path, read: Read) -> None:
    (item,), _ = read(_write(tmp_path / "a.jsonl", '{"text": "lone \\ud800 pair \\ud83d\\ude00"}'))
    assert item.text == "lone � pair 😀"


@settings(deadline=None)
@given(st.lists(st.text(min_size=1), min_size=1, max_size=4), st.booleans(), st.sampled_from([None, 1]))
def test_any_text_survives(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], is_ascii: bool, indent: int | None
) -> None:
    path = tmp_path_factory.mktemp("j") / ("a.json" if indent else "a.jsonl")
    records = [{"text": "x" + text, "n": n} for n, text in enumerate(texts)]
    dumped = [json.dumps(r, ensure_ascii=is_ascii) for r in records]
    path.write_bytes((json.dumps(records, indent=1) if indent else "\n".join(dumped)).encode())
    items, rejected = read_all(path)
    assert not rejected or any("\x7f" in text for text in texts)
    assert [i.text for i in items] == [r["text"] for r in records] or rejected


_VALUES = st.one_of(st.none(), st.integers(), st.text().map(lambda text: text.replace("{", "")))


@given(st.lists(st.one_of(_VALUES, st.just(ONE))), st.integers(1, 40), st.booleans())
def test_every_element_of_an_array_is_found_in_whatever_pieces_it_comes(
    values: list[Any], size: int, is_ascii: bool
) -> None:
    class Pieces(BytesIO):
        def read(self, _: int | None = None) -> bytes:
            return super().read(size)

    written = [json.dumps(one, ensure_ascii=is_ascii).encode() for one in values]
    found = list(elements(Pieces(b"[" + b", ".join(written) + b"]"), 1_000))
    assert found == [(f"item {number}", raw) for number, raw in enumerate(written, 1)]


@settings(deadline=None)
@given(st.lists(st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b"")), max_size=4))
def test_garbage_between_lines_never_stops_the_rest(
    tmp_path_factory: pytest.TempPathFactory, garbage: list[bytes]
) -> None:
    path = tmp_path_factory.mktemp("g") / "a.jsonl"
    good = [json.dumps({"id": str(n), "text": "They met."}).encode() for n in range(len(garbage) + 1)]
    mixed = [good[0], *(line for pair in zip(garbage, good[1:], strict=True) for line in pair)]
    path.write_bytes(b"\n".join(mixed))
    items, rejected = read_all(path)
    assert [i.item for i in items] == [str(n) for n in range(len(good))]
    assert len(rejected) == sum(bool(line.strip()) for line in garbage)
