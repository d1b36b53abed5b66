"""`article` and `sentence`: cleaned text and where its sentences stand."""

from datetime import datetime

import pandera.polars as pa
import polars as pl

from schemas.base import ID, OwnTable, Table
from schemas.document import DATE_PRECISIONS

CASINGS = ("mixed", "lower", "upper", "none")


class Article(Table):
    """One cleaned text. Grain: distinct text; `article_id` is a hash of it, so a text loaded twice is one row.

    `text` begins with the title where there is one (`title_end` is where it ends). Offsets of every other table count
    Python characters of `text`. `is_codable` is false where the coder cannot read the language.
    """

    article_id: str = pa.Field(str_matches=ID, unique=True)
    source: str
    uri: str
    url: str = pa.Field(nullable=True)
    published_at: datetime = pa.Field(nullable=True)
    date_precision: str = pa.Field(isin=DATE_PRECISIONS, nullable=True)
    title: str
    title_end: int = pa.Field(ge=0)
    text: str = pa.Field(str_length={"min_value": 1})
    language: str = pa.Field(str_matches=r"^([a-z]{2,3}|und)$")
    language_score: float = pa.Field(ge=0, le=1)
    is_codable: bool
    casing: str = pa.Field(isin=CASINGS)
    has_punctuation: bool
    has_digits: bool


class Sentence(Table):
    """Grain: one sentence of one article. `is_boilerplate` marks by-lines, datelines and agency tags: never coded."""

    article_id: str = pa.Field(str_matches=ID)
    sentence_no: int = pa.Field(ge=0)
    start: int = pa.Field(ge=0)
    end: int = pa.Field(gt=0)
    is_boilerplate: bool

    @pa.dataframe_check
    @classmethod
    def span_is_not_empty(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A sentence has at least one character."""
        return data.lazyframe.select(pl.col("end") > pl.col("start"))


class ArticleBand(Table):
    """Grain: one LSH band of an article's MinHash signature. Who shares a band is a near-duplicate candidate."""

    article_id: str = pa.Field(str_matches=ID)
    band_no: int = pa.Field(ge=0)
    band_hash: str = pa.Field(str_matches=ID)


class Duplicate(OwnTable):
    """Grain: one article that tells another's story. `duplicate_of`, the representative, is never a duplicate."""

    article_id: str = pa.Field(str_matches=ID, unique=True)
    duplicate_of: str = pa.Field(str_matches=ID)
    similarity: float = pa.Field(ge=0, le=1)

    @pa.dataframe_check
    @classmethod
    def is_of_another(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """No article is its own duplicate."""
        return data.lazyframe.select(pl.col("article_id") != pl.col("duplicate_of"))
