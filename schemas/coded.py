"""`coding`, `mention`, `relation` and `money`: what was coded, and what the coder found in it."""

from datetime import date

import pandera.polars as pa
import polars as pl

from schemas.base import CURRENCY, ID, ISO3, Table
from seeds import CONTEXTS, EVENTS, QUADS, STATUSES

LABELS = ("country", "person", "organisation", "place")
KINDS = (
    "name",
    "demonym",
    "capital",
    "city",
    "region",
    "institution",
    "company",
    "bloc",
    "leader",
    "person",
    "anaphor",
)
QUALIFIERS = ("exact", "about", "over", "under", "range")
MONEY_KINDS = ("amount", "price", "rate")
PURPOSES = (
    "aid",
    "loan",
    "trade",
    "investment",
    "arms",
    "energy_deal",
    "infrastructure",
    "sanction_or_fine",
    "budget",
    "debt",
    "other",
)


def _both_or_neither(*columns: str) -> pl.Expr:
    nulls = [pl.col(column).is_null() for column in columns]
    return pl.all_horizontal(nulls) | ~pl.any_horizontal(nulls)


class Coding(Table):
    """Grain: one coded article. Also an article in which nothing was found: its rows are replaced as a set."""

    article_id: str = pa.Field(str_matches=ID, unique=True)
    coder_version: str = pa.Field(str_length={"min_value": 1})


class Mention(Table):
    """Grain: one span of text that names a country, or a person, body or place that stands for one.

    `iso3` is null for an actor that could not be resolved to a state: the quality report lists those.
    """

    mention_id: str = pa.Field(str_matches=ID, unique=True)
    article_id: str = pa.Field(str_matches=ID)
    sentence_no: int = pa.Field(ge=0)
    start: int = pa.Field(ge=0)
    end: int = pa.Field(gt=0)
    text: str = pa.Field(str_length={"min_value": 1})
    label: str = pa.Field(isin=LABELS)
    kind: str = pa.Field(isin=KINDS)
    iso3: str = pa.Field(str_matches=ISO3, nullable=True)


class Relation(Table):
    """Grain: one event from one state to another in one sentence.

    `is_symmetric`: both act alike; source stands before target in the alphabet. `intensity` is the event type's on the
    Goldstein scale. `score` is the model's probability of the event. `event_date` is the date of the report, null where
    the article has none. Evidence offsets index `article.text`.
    """

    relation_id: str = pa.Field(str_matches=ID, unique=True)
    article_id: str = pa.Field(str_matches=ID)
    sentence_no: int = pa.Field(ge=0)
    source: str = pa.Field(str_matches=ISO3)
    target: str = pa.Field(str_matches=ISO3)
    is_symmetric: bool
    event: str = pa.Field(isin=EVENTS)
    quad: str = pa.Field(isin=QUADS)
    context: str = pa.Field(isin=CONTEXTS)
    status: str = pa.Field(isin=STATUSES)
    intensity: float = pa.Field(ge=-10, le=10)
    score: float = pa.Field(ge=0, le=1)
    evidence_start: int = pa.Field(ge=0)
    evidence_end: int = pa.Field(gt=0)
    event_date: date = pa.Field(nullable=True)
    coder_version: str = pa.Field(str_length={"min_value": 1})

    @pa.dataframe_check
    @classmethod
    def is_between_two(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """No state relates to itself."""
        return data.lazyframe.select(pl.col("source") != pl.col("target"))

    @pa.dataframe_check
    @classmethod
    def symmetric_is_ordered(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A symmetric relation is one row, alphabetical, so that it can't be counted twice."""
        return data.lazyframe.select(~pl.col("is_symmetric") | (pl.col("source") < pl.col("target")))


class Money(Table):
    """Grain: one monetary figure in one sentence.

    Amounts are in units of `currency` (25.6 mln dlrs is 25600000). A number that the text lacks is null and its
    `magnitude` word is kept (1e9 for "about billion"). `usd_min`/`usd_max` are at the rate of `rate_date`, null where
    no rate is known. Payer and payee, or an unordered pair (pair_a < pair_b), are ISO3 codes.
    """

    money_id: str = pa.Field(str_matches=ID, unique=True)
    article_id: str = pa.Field(str_matches=ID)
    sentence_no: int = pa.Field(ge=0)
    start: int = pa.Field(ge=0)
    end: int = pa.Field(gt=0)
    text: str = pa.Field(str_length={"min_value": 1})
    currency: str = pa.Field(str_matches=CURRENCY, nullable=True)
    amount_min: float = pa.Field(nullable=True, ge=0)
    amount_max: float = pa.Field(nullable=True, ge=0)
    magnitude: float = pa.Field(nullable=True, isin=[1e3, 1e5, 1e6, 1e7, 1e9, 1e12])
    qualifier: str = pa.Field(isin=QUALIFIERS)
    kind: str = pa.Field(isin=MONEY_KINDS)
    payer: str = pa.Field(str_matches=ISO3, nullable=True)
    payee: str = pa.Field(str_matches=ISO3, nullable=True)
    pair_a: str = pa.Field(str_matches=ISO3, nullable=True)
    pair_b: str = pa.Field(str_matches=ISO3, nullable=True)
    purpose: str = pa.Field(isin=PURPOSES)
    usd_min: float = pa.Field(nullable=True, ge=0)
    usd_max: float = pa.Field(nullable=True, ge=0)
    rate_date: date = pa.Field(nullable=True)
    relation_id: str = pa.Field(str_matches=ID, nullable=True)
    coder_version: str = pa.Field(str_length={"min_value": 1})

    @pa.dataframe_check
    @classmethod
    def range_is_ordered(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """The lower end is not above the upper one."""
        both = pl.col("amount_min").is_not_null() & pl.col("amount_max").is_not_null()
        return data.lazyframe.select(~both | (pl.col("amount_min") <= pl.col("amount_max")))

    @pa.dataframe_check
    @classmethod
    def pair_is_whole_and_ordered(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A pair has two states in alphabetical order."""
        is_ordered = pl.col("pair_a").is_null() | (pl.col("pair_a") < pl.col("pair_b"))
        return data.lazyframe.select(_both_or_neither("pair_a", "pair_b") & is_ordered)

    @pa.dataframe_check
    @classmethod
    def dollars_need_a_rate(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A dollar value without the date of its rate cannot be checked."""
        has_usd = pl.col("usd_min").is_not_null() | pl.col("usd_max").is_not_null()
        return data.lazyframe.select(~has_usd | pl.col("rate_date").is_not_null())
