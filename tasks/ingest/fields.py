"""What a record's columns mean: the common names of an article's fields, found whatever their case."""

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from tasks.dates import NO_DATE, Published, parse_date
from tasks.ingest.dates import dateline_date, first_of
from tasks.ingest.records import Draft, web_url

# Names without case, spaces, hyphens and underscores; the better ones first.
SYNONYMS: dict[str, tuple[str, ...]] = {
    "id": ("id", "guid", "uuid", "documentid", "docid", "articleid"),
    "title": ("title", "headline", "heading"),
    "text": ("text", "fulltext", "body", "articlebody", "articletext", "maintext", "content", "article", "story"),
    "date": (
        "publishedat",
        "published",
        "pubdate",
        "datepublished",
        "publisheddate",
        "publishdate",
        "datepublish",
        "publicationdate",
        "date",
        "datetime",
        "timestamp",
    ),
    "source": ("source", "publisher", "outlet", "newspaper", "sourcename"),
    "url": ("url", "link", "weburl", "href"),
}
_EMPTY = frozenset({"", "nan", "null", "none", "n/a", "<na>"})
_SEPARATORS = re.compile(r"[\W_]+")


def plain_name(name: str) -> str:
    """A column's name as SYNONYMS writes it: "Published At" and "published_at" are publishedat."""
    return _SEPARATORS.sub("", name).lower()


@lru_cache(maxsize=1_024)
def find_columns(names: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """For each field the columns that may hold it, the better one first."""
    by_plain = {plain_name(name): name for name in reversed(names)}
    return {field: tuple(by_plain[n] for n in known if n in by_plain) for field, known in SYNONYMS.items()}


def _as_text(value: Any) -> str:
    """Text of a field: paragraphs in a list are joined, {"name": …} gives its name, other values none."""
    if isinstance(value, str):
        return "" if value.strip().lower() in _EMPTY else value
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "\n\n".join(value)
    if isinstance(value, dict):
        return _as_text(value.get("name"))
    return ""


def _as_id(value: Any) -> str:
    """An id: text or a number, or MongoDB's {"$oid": …}."""
    if isinstance(value, dict):
        value = value.get("$oid")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _as_text(value).strip()[:500]


def _date_of(values: list[Any]) -> Published:
    for value in values:
        plain = value.get("$date") if isinstance(value, dict) else value
        published = parse_date(plain) if isinstance(plain, str | int | float | date) else NO_DATE
        if published.at:
            return published
    return NO_DATE


def _first_text(record: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := _as_text(record[name])).strip()), "")


def has_text(record: Mapping[str, Any]) -> bool:
    """Does one of the record's own columns hold an article's text?"""
    return bool(_first_text(record, find_columns(tuple(record))["text"]))


def draft_of(record: Mapping[str, Any], raw: bytes, position: str) -> Draft:
    """The record's article. `raw` are its bytes, `position` ("line 3") names it where it has no id."""
    columns = find_columns(tuple(record))
    values = {field: [record[name] for name in names] for field, names in columns.items()}
    texts = {field: _first_text(record, columns[field]) for field in ("title", "text")}
    own_id = next((one for value in values["id"] if (one := _as_id(value))), "")
    return Draft(
        raw=raw,
        title=texts["title"].strip(),
        text=texts["text"],
        item=own_id or position,
        position=position,
        own_id=own_id,
        publisher=next((name for v in values["source"] if (name := _as_text(v).strip()[:200])), ""),
        url=next((url for value in values["url"] if (url := web_url(value))), None),
        published=first_of(_date_of(values["date"]), dateline_date(texts["text"])),
    )
