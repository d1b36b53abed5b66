"""A tiny warehouse made by hand: six articles, whose every count can be checked on paper."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from schemas import TABLES
from seeds.reader import read_events

Row = dict[str, Any]
Rows = dict[str, list[Row]]
Files = dict[str, list[Path]]
V1 = "coder-1"

ARTICLES = {
    # name: source, day or None, sentences
    "deal": (
        "wire",
        datetime(2020, 1, 10),
        ["Russia and Pakistan signed a deal.", "Moscow will lend Pakistan $2 billion."],
    ),
    "copy": (
        "daily",
        datetime(2020, 1, 11),
        ["Russia and Pakistan signed a deal.", "Moscow will lend Pakistan $2 bln."],
    ),
    "blame": (
        "daily",
        datetime(2020, 3, 1),
        ["The United States accused Pakistan.", "Washington did not punish Pakistan.", "Billion rupees went to India."],
    ),
    "june": ("wire", datetime(2020, 6, 15), ["Russia praised Pakistan.", "Pakistan rebuffed Russia.", "Both met."]),
    # A character beyond the BMP, an emoji of several code points and a combining accent before the evidence.
    "undated": (
        "wire",
        None,
        ["\U0001f600 \U0001f468\u200d\U0001f469 cafe\u0301 talk.", "India helped Pakistan, Lashkar said."],
    ),
    "foreign": ("daily", datetime(2020, 7, 1), ["俄罗斯和巴基斯坦。"]),
}
RELATIONS = [
    # article, sentence, source, target, event, context, status, evidence
    ("deal", 0, "PAK", "RUS", "AGREE", "energy", "actual", "signed a deal"),
    ("deal", 1, "RUS", "PAK", "AID", "economic", "future", "will lend"),
    ("copy", 0, "PAK", "RUS", "AGREE", "energy", "actual", "signed a deal"),
    ("copy", 1, "RUS", "PAK", "AID", "economic", "future", "will lend"),
    ("blame", 0, "USA", "PAK", "ACCUSE", "terrorism", "actual", "accused"),
    ("blame", 1, "USA", "PAK", "SANCTION", "economic", "negated", "did not punish"),
    ("june", 0, "RUS", "PAK", "SUPPORT", "diplomatic", "actual", "praised"),
    ("june", 1, "PAK", "RUS", "REJECT", "diplomatic", "actual", "rebuffed"),
    ("june", 2, "PAK", "RUS", "CONSULT", "diplomatic", "actual", "met"),
    ("undated", 1, "IND", "PAK", "AID", "aid", "actual", "helped"),
]
SYMMETRIC = {"AGREE", "CONSULT"}


def make_id(*parts: object) -> str:
    """Sixteen hex digits, the same for the same parts."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def day(number: int) -> date:
    """A day of January 2020, counted from 0."""
    return date(2020, 1, 1 + number)


def article_text(name: str) -> str:
    """The article's text: its sentences with a blank between."""
    return " ".join(ARTICLES[name][2])


def _sentence_start(name: str, number: int) -> int:
    return sum(len(sentence) + 1 for sentence in ARTICLES[name][2][:number])


def _span(name: str, number: int, words: str) -> tuple[int, int]:
    start = _sentence_start(name, number) + ARTICLES[name][2][number].index(words)
    return start, start + len(words)


def _article_rows() -> Iterator[Row]:
    for name, (source, day, _) in ARTICLES.items():
        yield {
            "article_id": make_id(name),
            "source": source,
            "uri": f"{name}.txt",
            "url": f"https://news.example/{name}",
            "published_at": day,
            "date_precision": "day" if day else None,
            "title": "",
            "title_end": 0,
            "text": article_text(name),
            "language": "zh" if name == "foreign" else "en",
            "language_score": 1.0,
            "is_codable": name != "foreign",
            "casing": "none" if name == "foreign" else "mixed",
            "has_punctuation": True,
            "has_digits": name in {"deal", "copy"},
        }


def _document_rows() -> Iterator[Row]:
    for name, (source, day, sentences) in ARTICLES.items():
        yield {
            "document_id": make_id("document", name),
            "article_id": make_id(name),
            "source": source,
            "uri": f"{name}.txt",
            "item": "",
            "url": f"https://news.example/{name}",
            "published_at": day,
            "date_source": "field" if day else "none",
            "date_precision": "day" if day else None,
            "raw_sha256": hashlib.sha256(name.encode()).hexdigest(),
            "offset_map": [0, len(" ".join(sentences)), 0, len(" ".join(sentences))],
        }


def _sentence_rows() -> Iterator[Row]:
    for name, (_, _, sentences) in ARTICLES.items():
        for number, sentence in enumerate(sentences):
            start = _sentence_start(name, number)
            yield {
                "article_id": make_id(name),
                "sentence_no": number,
                "start": start,
                "end": start + len(sentence),
                "is_boilerplate": False,
            }


def _relation_rows(version: str) -> Iterator[Row]:
    for name, number, source, target, event, context, status, words in RELATIONS:
        start, end = _span(name, number, words)
        day = ARTICLES[name][1]
        yield {
            "relation_id": make_id("relation", name, number, source, target, event),
            "article_id": make_id(name),
            "sentence_no": number,
            "source": source,
            "target": target,
            "is_symmetric": event in SYMMETRIC,
            "event": event,
            "quad": read_events()[event].quad,
            "context": context,
            "status": status,
            "intensity": read_events()[event].intensity,
            "score": 0.9,
            "evidence_start": start,
            "evidence_end": end,
            "event_date": day.date() if day else None,
            "coder_version": version,
        }


def mention_row(name: str, number: int, text: str, iso3: str | None, label: str = "country", kind: str = "name") -> Row:
    """One mention of `text` in a sentence of an article."""
    start, end = _span(name, number, text)
    return {
        "mention_id": make_id("mention", name, start, text),
        "article_id": make_id(name),
        "sentence_no": number,
        "start": start,
        "end": end,
        "text": text,
        "label": label,
        "kind": kind,
        "iso3": iso3,
    }


def _money_row(name: str, number: int, text: str, version: str, **fields: object) -> Row:
    start, end = _span(name, number, text)
    day = ARTICLES[name][1]
    row = dict.fromkeys(TABLES["money"].columns())
    return row | {
        "money_id": make_id("money", name, start),
        "article_id": make_id(name),
        "sentence_no": number,
        "start": start,
        "end": end,
        "text": text,
        "magnitude": 1e9,
        "qualifier": "exact",
        "kind": "amount",
        "purpose": "other",
        "published_date": day.date() if day else None,
        "usd_null_reason": "no_number",
        "coder_version": version,
        **fields,
    }


def _loan(name: str, text: str, version: str) -> Row:
    return _money_row(
        name,
        1,
        text,
        version,
        currency="USD",
        amount_min=2e9,
        amount_max=2e9,
        payer="RUS",
        payee="PAK",
        purpose="loan",
        usd_min=2e9,
        usd_max=2e9,
        usd_rate=1.0,
        rate_date=date(2020, 1, 10),
        usd_null_reason=None,
        relation_id=make_id("relation", name, 1, "RUS", "PAK", "AID"),
    )


def make_rows(version: str = V1) -> Rows:
    """All rows of the tiny warehouse by table."""
    rows: Rows = {table: [] for table in TABLES}
    rows["document"], rows["article"] = list(_document_rows()), list(_article_rows())
    rows["sentence"], rows["relation"] = list(_sentence_rows()), list(_relation_rows(version))
    rows["article_band"] = [
        {"article_id": make_id(name), "band_no": 0, "band_hash": make_id("deal" if name == "copy" else name)}
        for name in ARTICLES
    ]
    rows["duplicate"] = [{"article_id": make_id("copy"), "duplicate_of": make_id("deal"), "similarity": 0.9}]
    rows["coding"] = [{"article_id": make_id(name), "coder_version": version} for name in ARTICLES]
    rows["mention"] = [
        mention_row("deal", 0, "Russia", "RUS"),
        mention_row("deal", 1, "Moscow", "RUS", "place", "capital"),
        mention_row("undated", 1, "India", "IND"),
        mention_row("undated", 1, "Lashkar", None, "organisation", "bloc"),
    ]
    rows["money"] = [
        _loan("deal", "$2 billion", version),
        _loan("copy", "$2 bln", version),
        _money_row(
            "blame", 2, "Billion rupees", version, currency="PKR", qualifier="about", pair_a="IND", pair_b="PAK"
        ),
    ]
    return rows
