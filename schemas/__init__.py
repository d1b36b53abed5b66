"""The contracts between stages: one pandera model a table, named as the table."""

from schemas.article import Article, ArticleBand, Duplicate, Sentence
from schemas.audit import ADDRESS, ITEM_STAGES, NO_ITEM, NOT_HAD, Quarantine, Run, is_broken_item
from schemas.base import ContractError, Table
from schemas.coded import Coding, Mention, Money, Relation
from schemas.document import Document, RawDocument
from schemas.quality import RunMeasure, RunVerdict
from schemas.source import Source, Watermark

# Tables of the warehouse by name. RawDocument is a hand-over only: raw text isn't kept.
TABLES: dict[str, type[Table]] = {
    "document": Document,
    "article": Article,
    "sentence": Sentence,
    "article_band": ArticleBand,
    "duplicate": Duplicate,
    "coding": Coding,
    "mention": Mention,
    "relation": Relation,
    "money": Money,
    "quarantine": Quarantine,
    "run": Run,
    "source": Source,
    "watermark": Watermark,
    "run_verdict": RunVerdict,
    "run_measure": RunMeasure,
}

__all__ = [
    "ADDRESS",
    "ITEM_STAGES",
    "NOT_HAD",
    "NO_ITEM",
    "TABLES",
    "Article",
    "ArticleBand",
    "Coding",
    "ContractError",
    "Document",
    "Duplicate",
    "Mention",
    "Money",
    "Quarantine",
    "RawDocument",
    "Relation",
    "Run",
    "RunMeasure",
    "RunVerdict",
    "Sentence",
    "Source",
    "Table",
    "Watermark",
    "is_broken_item",
]
