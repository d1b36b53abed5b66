"""What a warehouse says of the world: how countries relate, and which money lies between them. Read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import duckdb

from tasks.report.text import amount

# Copies of a story count as mentions, once as a story, and not in the mean; what did not happen is in neither column.
_DYADS = """
WITH events AS (
    SELECT country_a, country_b, event
    FROM relation_dyad
    WHERE NOT is_negated
    GROUP BY country_a, country_b, event
    QUALIFY row_number() OVER (
        PARTITION BY country_a, country_b ORDER BY count(DISTINCT story_id) DESC, count(*) DESC, event ASC
    ) = 1
),
pairs AS (
    SELECT
        country_a,
        country_b,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        count(*) FILTER (WHERE is_cooperation) AS cooperation,
        count(*) FILTER (WHERE is_conflict) AS conflict,
        count(DISTINCT story_id) FILTER (WHERE is_cooperation) AS cooperation_stories,
        count(DISTINCT story_id) FILTER (WHERE is_conflict) AS conflict_stories,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS intensity,
        max(event_date) AS last_date
    FROM relation_dyad
    GROUP BY country_a, country_b
)
SELECT
    pairs.country_a,
    pairs.country_b,
    coalesce(a.name, pairs.country_a) AS name_a,
    coalesce(b.name, pairs.country_b) AS name_b,
    pairs.* EXCLUDE (country_a, country_b),
    events.event AS main_event
FROM pairs
LEFT JOIN events ON pairs.country_a = events.country_a AND pairs.country_b = events.country_b
LEFT JOIN country AS a ON pairs.country_a = a.iso3
LEFT JOIN country AS b ON pairs.country_b = b.iso3
ORDER BY pairs.stories DESC, pairs.mentions DESC, pairs.country_a ASC, pairs.country_b ASC
LIMIT ?
"""

# One figure told several times in a story is one line; a conversion in brackets is none of its own. The largest first.
_MONEY = """
WITH figures AS (
    SELECT
        *,
        amount_min IS NULL AND amount_max IS NULL AS is_unknown,
        coalesce(usd_max, usd_min, if(currency = 'USD', coalesce(amount_max, amount_min), NULL)) AS dollars
    FROM money_detail
    WHERE kind = 'amount' AND NOT is_copy AND country_a IS NOT NULL AND twin_id IS NULL
    QUALIFY row_number() OVER (
        PARTITION BY story_id, currency, amount_min, amount_max, magnitude, country_a, country_b
        ORDER BY published_at ASC NULLS LAST, article_id ASC, start ASC
    ) = 1
),
ranked AS (
    SELECT
        *,
        row_number() OVER (
            PARTITION BY is_unknown
            ORDER BY dollars DESC NULLS LAST, magnitude DESC NULLS LAST, amount_max DESC NULLS LAST, money_id ASC
        ) AS place
    FROM figures
)
SELECT
    currency, amount_min, amount_max, magnitude, qualifier, purpose, payer, payee, text, status, sentence,
    coalesce(a.name, country_a) AS name_a,
    coalesce(b.name, country_b) AS name_b,
    coalesce(p.name, payer) AS payer_name,
    coalesce(q.name, payee) AS payee_name,
    published_at::DATE AS published_date
FROM ranked
LEFT JOIN country AS a ON country_a = a.iso3
LEFT JOIN country AS b ON country_b = b.iso3
LEFT JOIN country AS p ON payer = p.iso3
LEFT JOIN country AS q ON payee = q.iso3
WHERE place <= if(is_unknown, $unknown, $known)
ORDER BY is_unknown ASC, place ASC
"""

_MONEY_COUNTS = """
SELECT
    count(*) AS figures,
    count(*) FILTER (WHERE amount_min IS NULL AND amount_max IS NULL) AS without_number,
    count(*) FILTER (WHERE country_a IS NOT NULL) AS between_two
FROM money_detail
WHERE twin_id IS NULL
"""


@dataclass(frozen=True)
class Dyad:
    """How two countries relate. Counts without `_stories` are of mentions; `intensity` is on the Goldstein scale."""

    country_a: str
    country_b: str
    name_a: str
    name_b: str
    mentions: int
    stories: int
    cooperation: int
    conflict: int
    cooperation_stories: int
    conflict_stories: int
    intensity: float | None
    last_date: date | None
    main_event: str | None

    @property
    def pair(self) -> str:
        """Both names."""
        return f"{self.name_a} – {self.name_b}"


@dataclass(frozen=True)
class MoneyFigure:
    """A monetary figure between two countries; a number that the text lacks is None."""

    currency: str | None
    amount_min: float | None
    amount_max: float | None
    magnitude: float | None
    qualifier: str
    purpose: str
    payer: str | None
    payee: str | None
    text: str
    status: str | None
    sentence: str | None
    name_a: str
    name_b: str
    payer_name: str | None
    payee_name: str | None
    published_date: date | None

    @property
    def words(self) -> str:
        """The amount: "25.6 million USD", or "? billion USD"."""
        return amount(self.currency, self.amount_min, self.amount_max, self.magnitude, self.qualifier)

    @property
    def way(self) -> str:
        """Who pays whom where the text says so, else the two countries."""
        if self.payer_name and self.payee_name:
            return f"{self.payer_name} → {self.payee_name}"
        return f"{self.name_a} – {self.name_b}"


@dataclass(frozen=True)
class MoneyCounts:
    """How many figures there are, how many without a number, how many tied to two countries."""

    figures: int
    without_number: int
    between_two: int


def strongest_dyads(con: duckdb.DuckDBPyConnection, limit: int = 12) -> list[Dyad]:
    """The pairs that most stories tell of, the most active first."""
    return [Dyad(**row) for row in rows_of(con, _DYADS, [limit])]


def notable_money(con: duckdb.DuckDBPyConnection, known: int = 5, unknown: int = 3) -> list[MoneyFigure]:
    """The largest figures between two countries, and some whose number the text keeps to itself."""
    return [MoneyFigure(**row) for row in rows_of(con, _MONEY, {"known": known, "unknown": unknown})]


def count_money(con: duckdb.DuckDBPyConnection) -> MoneyCounts:
    """Counts over all figures, copies of a story included, conversions left out."""
    return MoneyCounts(**rows_of(con, _MONEY_COUNTS)[0])


def rows_of(
    con: duckdb.DuckDBPyConnection, sql: str, values: list[Any] | dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """A query's rows as dicts. For small answers."""
    found = con.execute(sql, values or [])
    names = [column[0] for column in found.description]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def is_unsure(partner: Mapping[str, Any]) -> bool:
    """Whether the trend of a row of `compare` may be chance: 0 lies within its bounds. Not where there is no trend."""
    return partner["trend_low"] is not None and partner["trend_low"] <= 0 <= partner["trend_high"]
