"""Counts what a verdict rests on, in a warehouse or in one that holds a single run."""

import duckdb

from schemas import ADDRESS, ITEM_STAGES, NO_ITEM, NOT_HAD
from tasks.report.findings import rows_of
from tasks.report.verdict import Counts, Thresholds

_COUNTS = """
WITH documents AS (
    SELECT
        count(*) AS documents,
        count(*) FILTER (WHERE published_at IS NULL) AS documents_without_date,
        count(*) FILTER (WHERE date_precision IN ('month', 'year')) AS documents_without_day
    FROM document
),
with_country AS (
    SELECT DISTINCT article_id
    FROM mention
    WHERE iso3 IS NOT NULL
),
articles AS (
    SELECT
        count(*) AS articles,
        count(*) FILTER (WHERE article.is_codable) AS articles_codable,
        count(*) FILTER (WHERE article.casing IN ('lower', 'upper') OR NOT article.has_punctuation)
            AS articles_mangled,
        count(*) FILTER (WHERE article.casing = 'lower') AS articles_lower,
        count(*) FILTER (WHERE article.casing = 'upper') AS articles_upper,
        count(*) FILTER (WHERE NOT article.has_punctuation) AS articles_without_punctuation,
        count(duplicate.article_id) AS articles_copies,
        count(with_country.article_id) FILTER (WHERE article.is_codable) AS articles_with_country,
        count(*) FILTER (WHERE coding.coder_version != $coder_version) AS articles_older_coder
    FROM article
    LEFT JOIN duplicate ON article.article_id = duplicate.article_id
    LEFT JOIN with_country ON article.article_id = with_country.article_id
    LEFT JOIN coding ON article.article_id = coding.article_id
),
mentions AS (
    SELECT
        count(*) AS mentions,
        count(*) FILTER (WHERE label IN ('person', 'organisation')) AS actors,
        count(*) FILTER (WHERE label IN ('person', 'organisation') AND iso3 IS NULL) AS actors_unresolved
    FROM mention
),
relations AS (
    SELECT count(*) AS relations, count(*) FILTER (WHERE score < $low) AS relations_low_score
    FROM relation
),
countries AS (
    SELECT count(DISTINCT iso3) AS countries
    FROM relation_side
),
figures AS (
    SELECT
        count(*) AS money,
        count(*) FILTER (WHERE amount_min IS NULL AND amount_max IS NULL) AS money_without_number
    FROM money
),
refused AS (
    SELECT
        count(*) FILTER (
            WHERE list_contains($item_stages, stage)
            AND NOT list_contains($no_item, check_name)
            AND NOT (stage = 'ingest' AND regexp_full_match(item, $address))
        ) AS items_refused,
        count(*) FILTER (
            WHERE list_contains($not_had, check_name)
            OR (stage = 'ingest' AND regexp_full_match(item, $address))
        ) AS items_not_had,
        count(*) FILTER (WHERE NOT list_contains($item_stages, stage)) AS rows_refused
    FROM quarantine
)
SELECT *, (SELECT count(*) FROM sentence) AS sentences
FROM documents, articles, mentions, relations, countries, figures, refused
"""


def count_all(con: duckdb.DuckDBPyConnection, coder_version: str, limits: Thresholds) -> Counts:
    """What a verdict rests on, counted in the warehouse that `con` reads."""
    values = {
        "coder_version": coder_version,
        "low": limits.score_is_low_below,
        "item_stages": list(ITEM_STAGES),
        "no_item": list(NO_ITEM),
        "not_had": list(NOT_HAD),
        "address": ADDRESS,
    }
    return Counts(**rows_of(con, _COUNTS, values)[0])
