"""One batch of articles to mentions, relations and money."""

from pathlib import Path
from typing import Any

import polars as pl

from schemas import Coding, Mention, Money, Relation
from tasks.batches import Batch, read_table, write_batch
from tasks.extract.coder import Codable, coder_version, shared_coder
from tasks.extract.records import SentenceNumbers, mention_rows, money_rows, relation_rows

Row = dict[str, Any]


def _sentences(frame: pl.DataFrame) -> dict[str, list[tuple[int, int, bool]]]:
    found: dict[str, list[tuple[int, int, bool]]] = {}
    columns = frame.sort("article_id", "sentence_no").select("article_id", "start", "end", "is_boilerplate")
    for article_id, start, end, is_boilerplate in columns.iter_rows():
        found.setdefault(article_id, []).append((start, end, is_boilerplate))
    return found


def extract_batch(cleaned: Batch, folder: Path) -> Batch:
    """Codes the articles of a cleaned batch; writes mention, relation, money and coding.

    An article in a language that the coder cannot read gets its coding row alone, so that it isn't tried again.
    """
    articles, sentences = read_table(cleaned, "article"), _sentences(read_table(cleaned, "sentence"))
    version = coder_version()
    rows: dict[str, list[Row]] = {"mention": [], "relation": [], "money": []}
    readable = list(articles.filter(pl.col("is_codable")).iter_rows(named=True))
    codables = [_codable(row, sentences.get(row["article_id"], [])) for row in readable]
    for row, codable, doc in zip(readable, codables, shared_coder().code(codables), strict=True):
        article_id, number = row["article_id"], SentenceNumbers(codable.sentences)
        relations = relation_rows(doc, article_id, number, codable.published, version)
        rows["mention"] += mention_rows(doc, article_id, number)
        rows["relation"] += relations
        rows["money"] += money_rows(doc, article_id, number, relations, codable.published, version, codable.has_day)
    coding = [{"article_id": key, "coder_version": version} for key in articles["article_id"]]
    frames = {
        "mention": Mention.frame(rows["mention"]),
        "relation": Relation.frame(rows["relation"]),
        "money": Money.frame(rows["money"]),
        "coding": Coding.frame(coding),
    }
    return write_batch(frames, folder)


def _codable(row: Row, sentences: list[tuple[int, int, bool]]) -> Codable:
    published = row["published_at"].date() if row["published_at"] else None
    return Codable(row["text"], sentences, published, row["date_precision"] in {"second", "day"})
