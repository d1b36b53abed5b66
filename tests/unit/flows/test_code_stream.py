"""`detente code` as a stream: what it reads, what it refuses, what it writes. The coder is left out."""

import gzip
import json
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from flows import code_stream as module
from flows.code_stream import CodeError, as_line, code_stream, read_records
from tasks.extract.record import RecordError

LINE = json.dumps({"id": 1, "text": "Chile lent Peru a ship."}) + "\n"


@pytest.fixture
def echo(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coder that gives back the id of each record."""

    def same(rows: Iterable[dict[str, Any]], coder: object) -> Iterator[dict[str, Any]]:
        return ({"id": row.get("id")} for row in rows)

    monkeypatch.setattr(module, "Coder", object)
    monkeypatch.setattr(module, "code_records", same)


def refused(*arguments: object) -> CodeError:
    with pytest.raises(CodeError) as caught:
        code_stream(*(str(one) for one in arguments))
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "not JSON"),
        ("[1]", "not a JSON object"),
        ('{"id": 1, "text": null}', 'no "text"'),
        ('{"text": "a", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "not JSON"),
        ('{"text": "a", "id": ' + "9" * 5_000 + "}", "not JSON"),
        ('{"text": "a", "id": NaN}', "not JSON .NaN is no value of JSON"),
        ('{"text": "a", "x": [-Infinity]}', "not JSON .-Infinity is no"),
        ('{"text": "a", "id": [1e999]}', "not JSON"),
        ('{"text": "' + "a" * 200_001 + '"}', "200,001 characters of text, the limit is 200,000; split it"),
    ],
)
def test_a_line_that_is_no_record_is_named(line: str, reason: str) -> None:
    with pytest.raises(RecordError, match=f"line 3 .*{reason}"):
        list(read_records([LINE, "\n", line], print))


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ('"garbage"', '"garbage"'),
        ("{}", "{}"),
        ("1e999", "Infinity"),
        ("true", "true"),
        ('"2999-01-01"', '"2999-01-01"'),
        ("99999999999999999999999", "99999999999999999999999"),
    ],
)
def test_a_date_that_is_none_is_told_with_its_line(given: str, shown: str) -> None:
    told: list[str] = []
    assert len(list(read_records([LINE, f'{{"text": "a", "published_at": {given}}}'], told.append))) == 2
    assert told == [f"line 2: published_at {shown} is no date that can be; coded as undated"]


@pytest.mark.parametrize("given", ["null", '""', '"1987-04"', "1600000000", '"Mon, 6 Apr 1987 10:00:00 GMT"'])
def test_a_date_that_can_be_read_and_a_missing_one_need_no_word(given: str) -> None:
    told: list[str] = []
    assert list(read_records([LINE, f'{{"text": "a", "published_at": {given}}}'], told.append))
    assert told == []


@pytest.mark.usefixtures("echo")
def test_what_is_told_of_a_date_goes_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text('{"id": 1, "text": "a", "published_at": "garbage"}')
    code_stream(str(source), str(tmp_path / "out"))
    assert capsys.readouterr().err.startswith(f"detente: {source}: line 1: published_at")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "It holds no text."),
        (" \n", "It holds no text."),
        ("La France et l'Allemagne ont signé un accord sur la défense à Paris lundi.", "Written in fr; the coder"),
        ("1234 5678", "In no language that is recognised; the coder"),
        ("Ships sailed out of the harbour on Monday morning.", "No sentence names or means two states"),
    ],
)
def test_why_nothing_was_asked_of_the_model(text: str, said: str) -> None:
    assert module._why_nothing(text).startswith(said)


def test_lone_surrogates_are_escaped_and_nothing_else() -> None:
    assert as_line({"id": "Perú"}) == '{"id": "Perú"}\n'
    assert as_line({"id": "\ud800ú"}) == '{"id": "\\ud800\\u00fa"}\n'


@pytest.mark.usefixtures("echo")
def test_ids_come_out_in_order_whatever_they_are(tmp_path: Path) -> None:
    ids = [3, None, "a", {"b": [1]}, 3, "\ud800", ""]
    lines = [json.dumps({"id": one, "text": "x"}) for one in ids]
    (tmp_path / "in.jsonl.gz").write_bytes(gzip.compress(("\ufeff" + "\r\n\n".join(lines)).encode()))
    code_stream(str(tmp_path / "in.jsonl.gz"), str(tmp_path / "out.jsonl.gz"))
    with gzip.open(tmp_path / "out.jsonl.gz", "rt", encoding="utf-8") as out:
        assert [json.loads(line)["id"] for line in out] == ids


@pytest.mark.usefixtures("echo")
def test_files_that_cannot_be_read_or_written(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(LINE)
    assert refused(tmp_path / "no.jsonl", "-").code == 2
    assert refused(source, tmp_path / "no" / "out.jsonl").code == 2
    (tmp_path / "latin.jsonl").write_bytes('{"text": "Perú"}'.encode("latin-1"))
    assert "not UTF-8" in str(refused(tmp_path / "latin.jsonl", tmp_path / "out"))
    (tmp_path / "cut.gz").write_bytes(gzip.compress(LINE.encode())[:-12])
    assert "damaged gzip" in str(refused(tmp_path / "cut.gz", tmp_path / "out"))


def test_the_input_is_never_overwritten(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(LINE)
    (tmp_path / "link.jsonl").symlink_to(source)
    assert refused(source, tmp_path / "link.jsonl").code == 2
    assert source.read_text() == LINE


@pytest.mark.usefixtures("echo")
@pytest.mark.parametrize("ending", ["", ".gz"])
def test_bad_input_leaves_the_output_as_it_was(tmp_path: Path, ending: str) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / f"out.jsonl{ending}"
    source.write_text(LINE * 300 + "{\n")
    assert "line 301 is not JSON" in str(refused(source, out))
    assert not out.exists()
    out.write_text("kept")
    refused(source, out)
    assert out.read_text() == "kept"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.jsonl", out.name]


@pytest.mark.usefixtures("echo")
def test_an_output_is_replaced_with_its_mode_through_a_link(tmp_path: Path) -> None:
    source, out, link = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "link"
    source.write_text(LINE)
    out.write_text("old")
    out.chmod(0o640)
    link.symlink_to(out)
    code_stream(str(source), str(link))
    assert (out.read_text(), out.stat().st_mode & 0o777, link.is_symlink()) == ('{"id": 1}\n', 0o640, True)


@pytest.mark.usefixtures("echo")
def test_devices_and_pipes_are_written_to_directly(tmp_path: Path) -> None:
    source, pipe = tmp_path / "in.jsonl", tmp_path / "pipe"
    source.write_text(LINE)
    code_stream(str(source), os.devnull)
    assert not Path(os.devnull).is_file()
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as pool:
        read = pool.submit(pipe.read_text)
        code_stream(str(source), str(pipe))
        assert read.result(10) == '{"id": 1}\n'
    assert pipe.is_fifo()


@pytest.mark.usefixtures("echo")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_names_the_output(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    for count in (1, 100_000):  # noticed when it is closed, and on the way
        source.write_text(LINE * count)
        error = refused(source, "/dev/full")
        assert (str(error), error.code) == ("cannot write /dev/full: No space left on device", 1)
