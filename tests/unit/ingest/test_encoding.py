"""Bytes to text."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.ingest.encoding import decode, encoding_of
from tasks.ingest.records import RefusedError

FRENCH = "Le président a reçu à Genève la délégation étrangère, où l’accord a été signé. " * 3
RUSSIAN = "Министр иностранных дел прибыл в столицу для переговоров о торговле и границе. " * 5
CHINESE = "外交部长星期一抵达首都，与对方就贸易和边界问题举行会谈，双方签署了两项协议。" * 5
POLISH = "Minister spraw zagranicznych przyjął delegację, która przywiozła żądania dotyczące granicy i handlu. " * 5


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_french(encoding: str) -> None:
    assert decode(FRENCH.encode(encoding)) == FRENCH


def test_latin_1_without_the_curly_quote() -> None:
    text = FRENCH.replace("’", "'")
    assert decode(text.encode("latin-1")) == text


@pytest.mark.parametrize(
    ("text", "encoding"), [(RUSSIAN, "cp1251"), (CHINESE, "gb18030"), (CHINESE, "utf-8"), (RUSSIAN, "utf-8")]
)
def test_other_scripts(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_charset_is_heard_where_it_is_not_utf8() -> None:
    assert decode(POLISH.encode("iso8859-2"), "iso-8859-2") == POLISH
    assert decode(POLISH.encode("utf-8"), "iso-8859-2") == POLISH
    assert decode(FRENCH.encode("cp1252"), "no-such-charset") == FRENCH
    assert decode(FRENCH.encode("cp1252"), "rot13") == FRENCH


def test_one_broken_byte_does_not_turn_chinese_into_mojibake() -> None:
    raw = CHINESE.encode()
    assert decode(raw[:30] + b"\xff" + raw[30:]).replace("�", "") == CHINESE


def test_a_torn_character_at_the_end_of_the_sample_is_no_error() -> None:
    assert encoding_of("é".encode()[:1] and ("a" * 10 + "é").encode()[:-1]) == "utf-8"


def test_a_sample_of_many_bytes_is_cut_between_lines() -> None:
    raw = ("外交部长\n" * 20_000).encode("gb18030")
    assert decode(raw).startswith("外交部长\n")


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\0" * 50, "NUL"),
        (bytes(range(1, 32)) * 20, "control"),
        (b"%PDF-1.7 and so on", "PDF"),
        (b"PK\x03\x04 and so on", "zip"),
    ],
)
def test_binary_is_refused_with_its_reason(raw: bytes, word: str) -> None:
    with pytest.raises(RefusedError, match=word) as caught:
        decode(raw)
    assert caught.value.check == "binary"


def test_random_bytes_are_binary() -> None:
    with pytest.raises(RefusedError):
        decode(os.urandom(8_192))


@given(st.text())
def test_utf8_survives(text: str) -> None:
    try:
        assert decode(text.encode()) == text.removeprefix("\ufeff")
    except RefusedError as error:
        assert error.check == "binary"
        assert any(ord(char) < 32 or ord(char) == 127 for char in text) or text.startswith(("PK", "%PDF"))


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_refused(raw: bytes) -> None:
    try:
        assert isinstance(decode(raw), str)
    except RefusedError as error:
        assert error.check == "binary"
