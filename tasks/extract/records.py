"""Turns read Docs into rows of the tables and into the record that `detente code` writes."""

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from spacy.tokens import Doc

from seeds.reader import read_events
from tasks.extract.extensions import mentions, text_of
from tasks.extract.money.dollars import in_dollars
from tasks.extract.money.model import FoundMoney

Row = dict[str, Any]
SpanMap = Callable[[int, int], tuple[int, int]]


def row_id(*parts: object) -> str:
    """Sixteen hex digits that depend on the content alone, so that the same finding always has the same id."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:16]


class SentenceNumbers:
    """Finds the number of the sentence that a character stands in."""

    def __init__(self, sentences: Sequence[tuple[int, int, bool]]) -> None:
        self._spans = [(start, end) for start, end, _ in sentences]
        self._starts = [start for start, _ in self._spans]

    def __call__(self, char: int) -> int:
        """0-based; characters before the first sentence belong to it."""
        return max(0, bisect_right(self._starts, char) - 1)

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """Sentence number of a span, and the span cut to that sentence.

        A token may reach over a sentence's bounds where two stand together without a blank (`profound."He called`).
        """
        number = self((start + end - 1) // 2)
        first, last = self._spans[number] if self._spans else (start, end)
        return number, max(start, first), min(end, last)


def mention_rows(doc: Doc, article_id: str, number: SentenceNumbers) -> list[Row]:
    """Rows of `mention`."""
    rows, text = {}, text_of(doc)
    for span in mentions(doc):
        sentence_no, start, end = number.place(span.start_char, span.end_char)
        key = row_id(article_id, "mention", start, end, span.kb_id_)
        rows[key] = {
            "mention_id": key,
            "article_id": article_id,
            "sentence_no": sentence_no,
            "start": start,
            "end": end,
            "text": text[start:end],
            "label": span.label_,
            "kind": span.id_,
            "iso3": span.kb_id_ or None,
        }
    return list(rows.values())


def relation_rows(
    doc: Doc, article_id: str, number: SentenceNumbers, published: date | None, version: str
) -> list[Row]:
    """Rows of `relation`, one an event, pair and sentence: the best-scored where the sentence gives it twice."""
    rows: dict[str, Row] = {}
    for found in sorted(doc._.relations or (), key=lambda found: found.score):
        sentence_no, start, end = number.place(*found.evidence)
        key = row_id(article_id, "relation", sentence_no, found.source, found.target, found.is_symmetric, found.event)
        rows[key] = {
            "relation_id": key,
            "article_id": article_id,
            "sentence_no": sentence_no,
            "source": found.source,
            "target": found.target,
            "is_symmetric": found.is_symmetric,
            "event": found.event,
            "quad": found.quad,
            "context": found.context,
            "status": found.status,
            "intensity": read_events()[found.event].intensity,
            "score": found.score,
            "evidence_start": start,
            "evidence_end": end,
            "event_date": published,
            "coder_version": version,
        }
    return sorted(rows.values(), key=lambda row: (row["sentence_no"], row["relation_id"]))


def country_records(doc: Doc, span_map: SpanMap, raw: str) -> list[Row]:
    """`countries` of the record: each state with its mentions in the given text."""
    found: dict[str, list[Row]] = {}
    for span in mentions(doc):
        if span.kb_id_:
            start, end = span_map(span.start_char, span.end_char)
            row = {"start": start, "end": end, "text": raw[start:end], "kind": span.id_}
            found.setdefault(span.kb_id_, []).append(row)
    return [{"iso3": iso3, "mentions": rows} for iso3, rows in found.items()]


def relation_records(doc: Doc, sentences: Sequence[tuple[int, int, bool]], span_map: SpanMap) -> list[Row]:
    """`relations` of the record, in order of the text."""
    number = SentenceNumbers(sentences)
    records = []
    for found in doc._.relations or ():
        sentence_no, *evidence = number.place(*found.evidence)
        start, end, _ = sentences[sentence_no]
        records.append(
            {
                "source": found.source,
                "target": found.target,
                "symmetric": found.is_symmetric,
                "event": found.event,
                "quad": found.quad,
                "context": found.context,
                "status": found.status,
                "score": found.score,
                "sentence": list(span_map(start, end)),
                "evidence": list(span_map(*evidence)),
            }
        )
    return sorted(records, key=lambda record: (record["sentence"], -record["score"]))


def money_rows(
    doc: Doc,
    article_id: str,
    number: SentenceNumbers,
    relations: Sequence[Row],
    published: date | None,
    version: str,
    has_day: bool = True,
) -> list[Row]:
    """Rows of `money`, each with the relation that it belongs to, where the sentence has one.

    `has_day`: `published` is exact to the day, so that the day's rate of exchange may be taken.
    """
    rows, text = {}, text_of(doc)
    for found in doc._.money or ():
        sentence_no, start, end = number.place(found.start, found.end)
        key = row_id(article_id, "money", start, end)
        pair = tuple(sorted(found.pair)) if found.pair else (None, None)
        rows[key] = {
            "money_id": key,
            "article_id": article_id,
            "sentence_no": sentence_no,
            "start": start,
            "end": end,
            "text": text[start:end],
            "currency": found.currency,
            "amount_min": found.min,
            "amount_max": found.max,
            "magnitude": found.magnitude,
            "qualifier": found.qualifier,
            "kind": found.kind,
            "payer": found.payer,
            "payee": found.payee,
            "pair_a": pair[0],
            "pair_b": pair[1],
            "purpose": found.purpose,
            "published_date": published,
            **in_dollars(found.currency, found.min, found.max, published, has_day)._asdict(),
            "relation_id": _of_event(found, sentence_no, relations),
            "coder_version": version,
            "period": found.period,
            "twin_id": row_id(article_id, "money", *number.place(*found.twin)[1:]) if found.twin else None,
            "flow_status": found.status,
        }
    return list(rows.values())


def _of_event(found: FoundMoney, sentence_no: int, relations: Sequence[Row]) -> str | None:
    """The id of the event that the money belongs to, among the relations of its sentence."""
    parts = ("source", "target", "is_symmetric", "event")
    own = [row for row in relations if row["sentence_no"] == sentence_no]
    return next((row["relation_id"] for row in own if tuple(row[part] for part in parts) == found.event), None)


def money_records(doc: Doc, span_map: SpanMap, raw: str) -> list[Row]:
    """`money` of the record: amounts with their countries; offsets count characters of the given text."""
    records = []
    for found in doc._.money or ():
        start, end = span_map(found.start, found.end)
        records.append(
            {
                "start": start,
                "end": end,
                "text": raw[start:end],
                "currency": found.currency,
                "min": found.min,
                "max": found.max,
                "magnitude": found.magnitude,
                "qualifier": found.qualifier,
                "kind": found.kind,
                "payer": found.payer,
                "payee": found.payee,
                "pair": sorted(found.pair) if found.pair else None,
                "purpose": found.purpose,
                "period": found.period,
                "twin": list(span_map(*found.twin)) if found.twin else None,
                "status": found.status,
            }
        )
    return records
