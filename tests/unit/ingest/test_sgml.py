"""SGML of the Reuters-21578 kind, hand-made."""

import time
from datetime import datetime
from pathlib import Path

import pytest

from .conftest import Read

WHOLE = b"""<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="NO" OLDID="1" NEWID="11">
<DATE>17-APR-1987 11:02:14.15</DATE>
<PLACES><D>kenya</D></PLACES>
<UNKNOWN>&#5;&#5;&#5;C G</UNKNOWN>
<TEXT>&#2;
<TITLE>KENYA &lt;KNX> SELLS TEA &amp; COFFEE</TITLE>
<DATELINE>    NAIROBI, April 17 - </DATELINE><BODY>Kenya said it sold tea.
    It named no price.
 Agency
&#3;</BODY></TEXT>
</REUTERS>
"""
UNPROC = b"""<REUTERS NEWID="12">
<DATE> 8-APR-1987 01:03:47.52</DATE>
<TEXT TYPE="UNPROC">&#2;
Tea prices rose
in Mombasa \x80 today.
&#3;</TEXT>
</REUTERS>
"""
BRIEF = b'<REUTERS NEWID="13"><DATE>?</DATE><TEXT TYPE="BRIEF"><TITLE>TEA UP</TITLE></TEXT></REUTERS>\n'
EMPTY = b'<REUTERS NEWID="14"><TEXT></TEXT></REUTERS>\n'


def test_documents(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.sgm").write_bytes(WHOLE + UNPROC + BRIEF + EMPTY)
    items, rejected = read(tmp_path / "a.sgm")
    first, second, third = items
    assert first.title == "KENYA <KNX> SELLS TEA & COFFEE"
    assert first.text == "NAIROBI, April 17 - Kenya said it sold tea.\n    It named no price.\n Agency"
    assert (first.item, first.published_at, first.date_source) == ("11", datetime(1987, 4, 17, 11, 2, 14), "field")
    assert (second.title, second.text) == ("", "Tea prices rose\nin Mombasa € today.")
    assert second.published_at == datetime(1987, 4, 8, 1, 3, 47)
    assert (third.title, third.text, third.date_source) == ("TEA UP", "TEA UP", "none")
    assert [(r.check_name, r.item.split()[-1]) for r in rejected] == [("no_text", "4")]


@pytest.mark.parametrize("junk", [b"", b"\0\xff junk " * 30_000, b"x" * 300_000, b"x" * 600_000])
def test_documents_over_the_borders_of_chunks(tmp_path: Path, read: Read, junk: bytes) -> None:
    (tmp_path / "a.sgm").write_bytes(WHOLE + b"<REUTERS NEWID=20><TEXT>" + junk + UNPROC + BRIEF)
    items, rejected = read(tmp_path / "a.sgm", max_item_bytes=200_000)
    assert [i.item for i in items if i.item != "20"] in (["11", "12", "13"], ["11", "13"])
    assert len(items) + len(rejected) >= 3


@pytest.mark.parametrize("end", [b"", b"</REUTERS>\n"])
def test_a_document_of_many_chunks_is_refused_once(tmp_path: Path, read: Read, end: bytes) -> None:
    huge = b"<REUTERS NEWID=20><TEXT>" + b"tea and " * 250_000 + end
    (tmp_path / "a.sgm").write_bytes(WHOLE + huge + UNPROC + BRIEF)
    items, rejected = read(tmp_path / "a.sgm", max_item_bytes=200_000)
    assert [i.item for i in items] == ["11", "12", "13"]
    assert [(r.check_name, r.item.split()[-1]) for r in rejected] == [("too_large", "2")]


def test_documents_without_an_end_are_read_however_many(tmp_path: Path, read: Read) -> None:
    one = UNPROC.replace(b"</REUTERS>", b"")
    (tmp_path / "a.sgm").write_bytes(one * 6_000)
    items, rejected = read(tmp_path / "a.sgm", max_item_bytes=200_000)
    assert (len(items), rejected) == (6_000, [])


@pytest.mark.parametrize("tag", ["<BODY", "<TITLE>", "<BODY>&amp;<", "</REUTERS"])
def test_tags_without_an_end_take_no_longer(tmp_path: Path, read: Read, tag: str) -> None:
    (tmp_path / "a.sgm").write_text("<REUTERS NEWID=30><TEXT>" + tag * 100_000)
    began = time.monotonic()
    read(tmp_path / "a.sgm")
    assert time.monotonic() - began < 5


def test_other_sgml_is_told(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.sgml").write_text("<book><para>They met.</para></book>")
    _, rejected = read(tmp_path / "a.sgml")
    assert [r.check_name for r in rejected] == ["unknown_sgml"]
