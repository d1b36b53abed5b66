"""`detente code`: the coder alone, JSON Lines in and out. The record is documented in docs/record.md."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from schemas.document import TO_THE_DAY
from tasks.clean.text import CleanText, clean_text
from tasks.dates import NO_DATE, Published, parse_date
from tasks.extract.coder import Codable, Coder
from tasks.extract.components.relations import choose_event, encode_given
from tasks.extract.records import Row, country_records, money_records, relation_records

BATCH = 256
Pair = dict[str, Any]


class RecordError(ValueError):
    """An input record that can't be coded; the message says why and how to mend it."""


def _published(value: object) -> Published:
    """When a record's article was published, read as `detente run` reads a date field."""
    return parse_date(value) if isinstance(value, str | int | float | date) else NO_DATE


def parse_day(value: object) -> date | None:
    """The day (UTC) of a `published_at`, whatever its form; None where there is none or it can't be read.

    Of a month or year the first day stands for it.
    """
    return _day_of(_published(value))


def _day_of(published: Published) -> date | None:
    return published.at.date() if published.at else None


def check_record(row: object) -> Row:
    """The row, if it is a record that can be coded; else RecordError."""
    if not isinstance(row, dict):
        raise RecordError('not a JSON object; each line must be {"id": …, "text": …}')
    if not isinstance(row.get("text"), str):
        raise RecordError('has no "text" string')
    pairs = row.get("pairs", [])
    if not isinstance(pairs, list) or not all(_is_pair(pair, len(row["text"])) for pair in pairs):
        raise RecordError('"pairs" is not a list of {"source": [start, end] or null, "target": [start, end] or null}')
    return row


def _is_pair(pair: object, length: int) -> bool:
    """Whether both sides are null or a span inside a text of this length."""
    if not isinstance(pair, dict):
        return False
    spans = [pair.get("source"), pair.get("target")]
    return all(span is None or _is_span(span, length) for span in spans)


def _is_span(span: object, length: int) -> bool:
    if not isinstance(span, list) or len(span) != 2 or not all(isinstance(at, int) for at in span):
        return False
    return 0 <= span[0] < span[1] <= length


def make_codable(row: Row, clean: CleanText) -> Codable:
    """What the coder takes, of a record and its cleaned text."""
    sentences = [(s.start, s.end, s.is_boilerplate) for s in clean.sentences]
    if not clean.is_codable:
        sentences = [(start, end, True) for start, end, _ in sentences]
    published = _published(row.get("published_at"))
    return Codable(clean.text, sentences, _day_of(published), published.precision in TO_THE_DAY)


def code_records(rows: Iterable[Row], coder: Coder) -> Iterator[Row]:
    """One coded record for each input record, in order. Offsets count characters of the text as given."""
    stream = iter(rows)
    while chunk := list(islice(stream, BATCH)):
        cleaned = [clean_text(row["text"]) for row in chunk]
        codables = [make_codable(row, clean) for row, clean in zip(chunk, cleaned, strict=True)]
        docs = coder.code(codables)
        for row, clean, codable, doc in zip(chunk, cleaned, codables, docs, strict=True):
            span_map = clean.offsets.span
            record: Row = {
                "id": row.get("id"),
                "countries": country_records(doc, span_map, row["text"]),
                "relations": relation_records(doc, codable.sentences, span_map),
                "money": money_records(doc, span_map, row["text"]),
            }
            if "pairs" in row:
                record["pairs"] = code_pairs(row, coder)
            yield record


def code_pairs(row: Row, coder: Coder) -> list[Row]:
    """The class of each given pair of spans, at the same index."""
    model = coder.nlp.get_pipe("detente_relations").model  # type: ignore[attr-defined]
    inputs = [encode_given(row["text"], _span(pair, "source"), _span(pair, "target")) for pair in row["pairs"]]
    return [choose_event(said, model.config) for said in map(model.predict, inputs)]


def _span(pair: Pair, side: str) -> tuple[int, int] | None:
    span = pair.get(side)
    return (int(span[0]), int(span[1])) if span else None
