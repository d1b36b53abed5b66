"""Web pages: the article's text, title, date and address as trafilatura finds them."""

import logging
import re
from collections.abc import Iterator

import lxml.html
from lxml.etree import LxmlError
from trafilatura import bare_extraction
from trafilatura.settings import Document

from tasks.dates import parse_date
from tasks.ingest.dates import dateline_date, file_name_date, first_of
from tasks.ingest.encoding import decode
from tasks.ingest.opening import Blob
from tasks.ingest.records import Draft, RawItem, ReadContext, RefusedError, Rejected, SourceKind, finish, web_url

_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*|<!--.{0,2000}?-->\s*)*(?:<!doctype\s+html|<html|<head|<body)", re.I | re.S
)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE)
_XML_HEADER = re.compile(r"\A\s*<\?xml[^>]*\?>")
_BLOCKS = ("p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "section", "article")
# The page's own metadata only: htmldate's wider search takes any date that the page happens to show.
_DATE_SEARCH = {"original_date": True, "extensive_search": False}
# What trafilatura cannot read becomes a refusal with its reason; its log would tell it a second time, without the file.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def sniff(head: bytes) -> bool:
    """Does it begin as a web page does?"""
    return bool(_MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")))


def page_text(raw: bytes, declared: str | None) -> str:
    """The markup as text; the charset that HTTP or the page names is heard. Raises RefusedError("binary")."""
    named = _CHARSET.search(raw[:4_096])
    return _XML_HEADER.sub("", decode(raw, declared or (named[1].decode("ascii") if named else None)))


def extract(markup: str, url: str | None) -> Document | None:
    """trafilatura's reading of a page: text and metadata. None where it finds no article."""
    found = bare_extraction(
        markup,
        url=url,
        with_metadata=True,
        include_comments=False,
        date_extraction_params=dict(_DATE_SEARCH),
    )
    return found if isinstance(found, Document) and (found.text or "").strip() else None


def fragment_text(markup: str) -> str:
    """Text of a piece of HTML, such as a feed's summary: tags dropped, blocks and breaks on their own lines."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        root = lxml.html.fragment_fromstring(markup, create_parent="div")
    except (LxmlError, ValueError, AssertionError):
        return re.sub(r"<[^<>]*>", " ", markup).strip()
    for hidden in root.xpath("//script|//style|//comment()"):
        hidden.drop_tree()
    for block in root.iter(*_BLOCKS):
        block.tail = "\n" + (block.tail or "")
    lines = (" ".join(line.split()) for line in root.text_content().split("\n"))
    return "\n".join(line for line in lines if line)


def read(blob: Blob, context: ReadContext) -> Iterator[RawItem | Rejected]:
    """The page's one article. Raises RefusedError where there is none, or the page is binary or too large."""
    raw = blob.read_all(context.settings.max_item_bytes)
    page = extract(page_text(raw, blob.declared), blob.origin.url)
    if page is None:
        raise RefusedError("no_text", "no article text found in the page")
    text = page.text or ""
    name = "" if blob.origin.url else blob.origin.name
    date = first_of(parse_date(page.date, "page"), dateline_date(text), file_name_date(name))
    url = blob.origin.url or web_url(page.url)
    yield finish(blob, Draft(raw=raw, title=(page.title or "").strip(), text=text, url=url, published=date))


KIND = SourceKind("html", (".html", ".htm", ".xhtml"), sniff, read)
