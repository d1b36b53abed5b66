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
# How real the flow of money is; tasks/extract/money/status.py says of each when.
FLOW_STATUSES = ("paid", "pledged", "planned", "possible", "withheld", "alleged")
# Why an amount has no value in dollars; tasks/extract/money/dollars.py says of each when.
USD_NULL_REASONS = (
    "no_number",
    "no_currency",
    "no_date",
    "no_day",
    "not_quoted",
    "before_rates",
    "after_rates",
    "gap_in_rates",
)
MAX_RATE_AGE = 7  # days


def _both_or_neither(*columns: str) -> pl.Expr:
    nulls = [pl.col(column).is_null() for column in columns]
    return pl.all_horizontal(nulls) | ~pl.any_horizontal(nulls)


def _is_product(product: str, left: str, right: str) -> pl.Expr:
    """Whether one column is the product of two, null where one of them is, up to the rounding of floats."""
    expected = pl.col(left) * pl.col(right)
    is_close = (pl.col(product) - expected).abs() <= 1e-9 * expected
    return (pl.col(product).is_null() & expected.is_null()) | is_close.fill_null(False)


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
    `magnitude` word is kept (1e9 for "about billion"). `usd_min`/`usd_max` are the amounts times `usd_rate`: dollars
    for a unit on `rate_date`, the last day with a rate at or before the article's, `published_date`. Where both are
    null, `usd_null_reason` says why. Payer and payee, or an unordered pair (pair_a < pair_b), are ISO3 codes.
    `period` is the text's words for the time that the amount covers. `twin_id` names the figure that this one restates
    in another currency; such a figure is left out of counts and sums of money. `flow_status` says how real it is.
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
    published_date: date = pa.Field(nullable=True)
    usd_min: float = pa.Field(nullable=True, ge=0)
    usd_max: float = pa.Field(nullable=True, ge=0)
    usd_rate: float = pa.Field(nullable=True, gt=0)
    rate_date: date = pa.Field(nullable=True)
    usd_null_reason: str = pa.Field(isin=USD_NULL_REASONS, nullable=True)
    relation_id: str = pa.Field(str_matches=ID, nullable=True)
    coder_version: str = pa.Field(str_length={"min_value": 1})
    period: str = pa.Field(str_length={"min_value": 1}, nullable=True)
    twin_id: str = pa.Field(str_matches=ID, nullable=True)
    flow_status: str = pa.Field(isin=FLOW_STATUSES, nullable=True)

    @pa.dataframe_check
    @classmethod
    def no_twin_of_itself(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """A figure restates another one, never itself."""
        return data.lazyframe.select((pl.col("twin_id") != pl.col("money_id")).fill_null(True))

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
        """Dollars come with their rate and its day, so that they can be checked; what has none says why."""
        has_usd = pl.col("usd_min").is_not_null() | pl.col("usd_max").is_not_null()
        has_reason = pl.col("usd_null_reason").is_not_null()
        is_whole = _both_or_neither("usd_rate", "rate_date") & (has_usd == pl.col("usd_rate").is_not_null())
        return data.lazyframe.select(is_whole & (has_usd != has_reason))

    @pa.dataframe_check
    @classmethod
    def dollars_are_amount_times_rate(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """Each end is converted, at the rate that is given."""
        low, high = (_is_product(f"usd_{end}", f"amount_{end}", "usd_rate") for end in ("min", "max"))
        return data.lazyframe.select(low & high)

    @pa.dataframe_check
    @classmethod
    def rate_is_of_its_time(cls, data: pa.PolarsData) -> pl.LazyFrame:
        """The rate is of the article's day or of the week before it."""
        age = (pl.col("published_date") - pl.col("rate_date")).dt.total_days()
        return data.lazyframe.select(pl.col("rate_date").is_null() | age.is_between(0, MAX_RATE_AGE).fill_null(False))
