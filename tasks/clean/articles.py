"""Raw documents to articles: cleaned, identified by their text, with sentences, and a reason for each one refused."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from schemas import Article, Document, Quarantine, Sentence
from tasks.clean.minhash import signature_bands
from tasks.clean.text import CleanText, clean_text
from tasks.validate.gate import printable

MAX_ARTICLE = 200_000  # characters; ten times the longest newspaper article
_EXCERPT = 150  # characters of a field; five as JSON, each character escaped, stay under the column's 2,000
_GARBAGE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
_GARBAGE_SHARE = 0.05
_WORD_SHARE = 0.3  # of the visible characters are letters or digits
_LONG_TOKEN = 60  # ASCII characters without a blank: encoded data
_LONG_TOKEN_SHARE = 0.5


@dataclass(frozen=True)
class CleanedBatch:
    """What cleaning a batch gives: one frame a table. `article_band` holds the articles' MinHash bands."""

    article: pl.DataFrame
    sentence: pl.DataFrame
    document: pl.DataFrame
    article_band: pl.DataFrame
    quarantine: pl.DataFrame


@dataclass(frozen=True)
class Refusal:
    """Why a document is not coded."""

    check: str
    reason: str


Row = dict[str, Any]


def article_id_of(text: str) -> str:
    """First 16 hexadecimal digits of the SHA-256 of the cleaned text in Unicode's NFC."""
    return hashlib.sha256(unicodedata.normalize("NFC", text).encode()).hexdigest()[:16]


def clean_documents(documents: pl.DataFrame) -> CleanedBatch:
    """Cleans a frame of RawDocument rows.

    Documents of one text give one article (of the earliest published) and a `document` row each. A refused document
    gives a `quarantine` row of stage "clean": `no_text`, `not_text`, `too_long`, or `clean_error` with the exception's
    message. An article in a language that the coder can't read is kept with `is_codable` false, and reported too
    (`language`). Never raises for what a document holds.
    """
    articles: dict[str, tuple[Row, CleanText]] = {}
    document_rows: list[Row] = []
    refused: dict[str, Row] = {}
    for row in documents.iter_rows(named=True):
        cleaned = _cleaned_or_refused(row)
        refusal = cleaned if isinstance(cleaned, Refusal) else _language_refusal(cleaned)
        if refusal:
            entry = _quarantine_row(row, refusal)
            refused[entry["quarantine_id"]] = entry
        if isinstance(cleaned, Refusal):
            continue
        article_id = article_id_of(cleaned.text)
        document_rows.append(_document_row(row, article_id, cleaned))
        known = articles.get(article_id)
        if known is None or _precedence(row) < _precedence(known[0]):
            articles[article_id] = (row, cleaned)
    article_frame = Article.frame([_article_row(key, row, cleaned) for key, (row, cleaned) in articles.items()])
    sentence_rows = [entry for key, (_, cleaned) in articles.items() for entry in _sentence_rows(key, cleaned)]
    return CleanedBatch(
        article_frame,
        Sentence.frame(sentence_rows),
        Document.frame(document_rows),
        signature_bands(article_frame),
        Quarantine.frame(list(refused.values())),
    )


def _cleaned_or_refused(row: Row) -> CleanText | Refusal:
    try:
        return _refused_unread(row["text"]) or _refused_cleaned(clean_text(row["text"], row["title"] or ""))
    except Exception as error:  # one hostile text must not stop the batch
        return Refusal("clean_error", f"cleaning failed: {type(error).__name__}: {error}"[:500])


def _refused_unread(text: str) -> Refusal | None:
    """What can be told before the work of cleaning."""
    if len(text) > MAX_ARTICLE:
        return Refusal("too_long", f"{len(text):,} characters; an article has at most {MAX_ARTICLE:,}: split the file")
    if not text.strip():
        return Refusal("no_text", "no text: the item is empty")
    garbage = len(_GARBAGE.findall(text))
    if garbage > _GARBAGE_SHARE * len(text):
        return Refusal("not_text", f"{garbage:,} of {len(text):,} characters are control or replacement characters")
    return None


def _refused_cleaned(cleaned: CleanText) -> CleanText | Refusal:
    body = cleaned.text[cleaned.title_end :]
    if not any(character.isalpha() for character in cleaned.text):
        return Refusal("no_text", "no letter is left after cleaning")
    visible = [character for character in body if not character.isspace()]
    words = sum(1 for character in visible if character.isalnum() or unicodedata.category(character)[0] == "M")
    if words < _WORD_SHARE * len(visible):
        return Refusal("not_text", f"only {words:,} of {len(visible):,} visible characters are letters or digits")
    encoded = sum(len(token) for token in body.split() if len(token) > _LONG_TOKEN and token.isascii())
    if encoded > _LONG_TOKEN_SHARE * len(visible):
        return Refusal(
            "not_text", f"{encoded:,} of {len(visible):,} characters stand in runs without a blank: encoded data"
        )
    return cleaned


def _language_refusal(cleaned: CleanText) -> Refusal | None:
    if cleaned.is_codable:
        return None
    return Refusal("language", f"written in {cleaned.language}; the coder reads English")


def _precedence(row: Row) -> tuple[datetime, str]:
    return row["published_at"] or datetime.max, row["document_id"]


def _article_row(article_id: str, row: Row, cleaned: CleanText) -> Row:
    return {
        "article_id": article_id,
        "source": row["source"],
        "uri": row["uri"],
        "url": row["url"],
        "published_at": row["published_at"],
        "date_precision": row["date_precision"],
        "title": cleaned.text[: cleaned.title_end],
        "title_end": cleaned.title_end,
        "text": cleaned.text,
        "language": cleaned.language,
        "language_score": cleaned.language_score,
        "is_codable": cleaned.is_codable,
        "casing": cleaned.profile.casing,
        "has_punctuation": cleaned.profile.has_punctuation,
        "has_digits": cleaned.profile.has_digits,
    }


def _document_row(row: Row, article_id: str, cleaned: CleanText) -> Row:
    kept = {name: row[name] for name in Document.columns() if name in row}
    ordered = {"document_id": row["document_id"], "article_id": article_id, **kept}
    return ordered | {"offset_map": cleaned.offsets.flat()}


def _sentence_rows(article_id: str, cleaned: CleanText) -> Iterator[Row]:
    for number, span in enumerate(cleaned.sentences):
        yield {
            "article_id": article_id,
            "sentence_no": number,
            "start": span.start,
            "end": span.end,
            "is_boilerplate": span.is_boilerplate,
        }


def _quarantine_row(row: Row, refusal: Refusal) -> Row:
    fields = ("document_id", "source", "uri", "item", "text")
    excerpt = {name: printable(str(row[name])[:_EXCERPT]) for name in fields}
    key = "\x1f".join(("clean", "document", refusal.check, row["document_id"]))
    return {
        "quarantine_id": hashlib.sha256(key.encode()).hexdigest()[:16],
        "stage": "clean",
        "table_name": "document",
        "check_name": refusal.check,
        "reason": refusal.reason,
        "item": f"{row['uri']}#{row['item']}" if row["item"] else row["uri"],
        "row_json": json.dumps(excerpt, ensure_ascii=False),
    }
