"""`document`: one item as a source delivered it."""

from datetime import datetime

import pandera.polars as pa
import polars as pl

from schemas.base import ID, Table

DATE_SOURCES = ("field", "feed", "page", "dateline", "file_name", "none")
DATE_PRECISIONS = ("second", "day", "month", "year")
TO_THE_DAY = ("second", "day")
MAX_TEXT = 2_000_000


class RawDocument(Table):
    """What ingest hands to clean: the text still as it came. Grain: one item of one source."""

    document_id: str = pa.Field(str_matches=ID, unique=True)
    source: str = pa.Field(str_length={"min_value": 1})
    uri: str = pa.Field(str_length={"min_value": 1})
    item: str
    url: str = pa.Field(nullable=True)
    title: str
    text: str = pa.Field(str_length={"min_value": 1, "max_value": MAX_TEXT})
    published_at: datetime = pa.Field(nullable=True)
    date_source: str = pa.Field(isin=DATE_SOURCES)
    date_precision: str = pa.Field(isin=DATE_PRECISIONS, nullable=True)
    raw_sha256: str = pa.Field(str_matches=r"^[0-9a-f]{64}$")

    @pa.dataframe_check
    @classmethod
    def date_has_its_source(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A date without a source, or a source without a date, is a number made up."""
        return data.lazyframe.select(pl.col("published_at").is_null() == (pl.col("date_source") == "none"))


class Document(Table):
    """Where each article came from. Grain: one item of one source; many documents may hold one article."""

    document_id: str = pa.Field(str_matches=ID, unique=True)
    article_id: str = pa.Field(str_matches=ID)
    source: str
    uri: str
    item: str
    url: str = pa.Field(nullable=True)
    published_at: datetime = pa.Field(nullable=True)
    date_source: str = pa.Field(isin=DATE_SOURCES)
    date_precision: str = pa.Field(isin=DATE_PRECISIONS, nullable=True)
    raw_sha256: str = pa.Field(str_matches=r"^[0-9a-f]{64}$")
    offset_map: pl.List(pl.Int32)  # type: ignore[valid-type]
