"""Web pages."""

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.ingest.sources.html import fragment_text

from .conftest import Read

PARAGRAPHS = (
    "<p>The foreign minister of Kenya flew to Ankara on Monday for talks about grain and shipping.</p>"
    "<p>He and his Turkish counterpart signed two accords, and agreed to meet again in the spring.</p>"
)
PAGE = (
    "<!DOCTYPE html><html><head>{charset}<title>Minister visits Ankara | Gazette</title>"
    '<meta property="article:published_time" content="2017-12-30T10:11:12Z">'
    '<meta property="og:title" content="Minister visits Ankara">'
    '<link rel="canonical" href="https://gazette.example/ankara"></head>'
    "<body><nav>Home News Sport</nav><article><h1>Minister visits Ankara</h1>{text}</article>"
    "<footer>Copyright 2021 Gazette</footer><script>alert(1)</script></body></html>"
)


def test_page(tmp_path: Path, read: Read) -> None:
    (tmp_path / "a.html").write_text(PAGE.format(charset="", text=PARAGRAPHS))
    (item,), _ = read(tmp_path / "a.html")
    assert item.title == "Minister visits Ankara"
    assert "flew to Ankara on Monday" in item.text
    assert "Copyright" not in item.text
    assert "alert" not in item.text
    assert (item.published_at, item.date_source, item.date_precision) == (datetime(2017, 12, 30), "page", "day")
    assert item.url == "https://gazette.example/ankara"


def test_a_date_in_the_footer_is_not_the_date_of_the_article(tmp_path: Path, read: Read) -> None:
    page = PAGE.format(charset="", text=PARAGRAPHS).replace("2017-12-30T10:11:12Z", "")
    (tmp_path / "a.html").write_text(page)
    (item,), _ = read(tmp_path / "a.html")
    assert (item.published_at, item.date_source) == (None, "none")


@pytest.mark.parametrize("encoding", ["iso-8859-2", "utf-8"])
def test_the_charset_that_the_page_names(tmp_path: Path, read: Read, encoding: str) -> None:
    text = PARAGRAPHS.replace("Ankara on", "Łódź on")
    page = PAGE.format(charset=f'<meta charset="{encoding}">', text=text)
    (tmp_path / "a.htm").write_bytes(page.encode(encoding))
    (item,), _ = read(tmp_path / "a.htm")
    assert "flew to Łódź on Monday" in item.text


@pytest.mark.parametrize("page", ["<html><body></body></html>", "<html>" + "<div>" * 50_000, "<html><p>"])
def test_a_page_without_article_is_told(tmp_path: Path, read: Read, page: str) -> None:
    (tmp_path / "a.html").write_text(page)
    items, rejected = read(tmp_path / "a.html")
    assert not items
    assert [r.check_name for r in rejected] == ["no_text"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain < text", "plain < text"),
        ("<p>One &amp; two.</p><p>Three<br>four.</p>", "One & two.\nThree\nfour."),
        ("<script>x()</script>Text<!-- note --> goes on", "Text goes on"),
        ("", ""),
        ("<>", "<>"),
    ],
)
def test_fragments(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


@given(st.text())
def test_any_fragment_gives_text(markup: str) -> None:
    assert isinstance(fragment_text(markup + "<b>"), str)
