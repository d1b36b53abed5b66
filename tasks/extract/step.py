"""One batch of articles to mentions, relations and money."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from spacy.tokens import Doc

from schemas import Coding, Mention, Money, Quarantine, Relation
from schemas.document import TO_THE_DAY
from tasks.batches import Batch, read_table, write_batch
from tasks.extract.coder import Codable, coder_version, shared_coder
from tasks.extract.records import SentenceNumbers, mention_rows, money_rows, relation_rows
from tasks.validate.gate import printable, quarantine_row

Row = dict[str, Any]
_PLAIN = Codable("The minister spoke.", [(0, 19, False)])  # what any coder that works can read
_EXCERPT = 200  # characters of a refused text that are kept


def _sentences(frame: pl.DataFrame) -> dict[str, list[tuple[int, int, bool]]]:
    found: dict[str, list[tuple[int, int, bool]]] = {}
    columns = frame.sort("article_id", "sentence_no").select("article_id", "start", "end", "is_boilerplate")
    for article_id, start, end, is_boilerplate in columns.iter_rows():
        found.setdefault(article_id, []).append((start, end, is_boilerplate))
    return found


def extract_batch(cleaned: Batch, folder: Path) -> Batch:
    """Codes the articles of a cleaned batch; writes mention, relation, money and coding.

    An article in a language that the coder cannot read gets its coding row alone, so that it isn't tried again; so does
    one on which the coder failed, beside a quarantine row. Raises where the coder fails on any text.
    """
    articles, sentences = read_table(cleaned, "article"), _sentences(read_table(cleaned, "sentence"))
    version = coder_version()
    rows: dict[str, list[Row]] = {"mention": [], "relation": [], "money": [], "quarantine": []}
    readable = list(articles.filter(pl.col("is_codable")).iter_rows(named=True))
    codables = [_codable(row, sentences.get(row["article_id"], [])) for row in readable]
    for row, codable, read in zip(readable, codables, _read_all(codables), strict=True):
        for table, found in _rows_or_refused(row, codable, read, version).items():
            rows[table] += found
    coding = [{"article_id": key, "coder_version": version} for key in articles["article_id"]]
    frames = {
        "mention": Mention.frame(rows["mention"]),
        "relation": Relation.frame(rows["relation"]),
        "money": Money.frame(rows["money"]),
        "coding": Coding.frame(coding),
        "quarantine": Quarantine.frame(rows["quarantine"]),
    }
    return write_batch(frames, folder)


def _read_all(codables: Sequence[Codable]) -> Iterator[Doc | Exception]:
    """The read Doc of each article, or the error: one hostile text must not stop the batch, nor every run to come."""
    read = 0
    try:
        for doc in shared_coder().code(codables):
            yield doc
            read += 1
    except Exception:
        next(shared_coder().code([_PLAIN]))
        for codable in codables[read:]:
            yield _read_alone(codable)


def _read_alone(codable: Codable) -> Doc | Exception:
    try:
        return next(shared_coder().code([codable]))
    except Exception as error:
        return error


def _rows_or_refused(row: Row, codable: Codable, read: Doc | Exception, version: str) -> dict[str, list[Row]]:
    try:
        if isinstance(read, Exception):
            raise read
        return _rows(row["article_id"], codable, read, version)
    except Exception as error:
        reason = printable(f"coding failed: {type(error).__name__}: {error}"[:500])
        excerpt = {name: printable(str(row[name])[:_EXCERPT]) for name in ("article_id", "source", "uri", "text")}
        return {"quarantine": [quarantine_row("extract", "article", "code_error", reason, row["uri"], excerpt)]}


def _rows(article_id: str, codable: Codable, doc: Doc, version: str) -> dict[str, list[Row]]:
    number = SentenceNumbers(codable.sentences)
    relations = relation_rows(doc, article_id, number, codable.published, version)
    return {
        "mention": mention_rows(doc, article_id, number),
        "relation": relations,
        "money": money_rows(doc, article_id, number, relations, codable.published, version, codable.has_day),
    }


def _codable(row: Row, sentences: list[tuple[int, int, bool]]) -> Codable:
    published = row["published_at"].date() if row["published_at"] else None
    return Codable(row["text"], sentences, published, row["date_precision"] in TO_THE_DAY)
