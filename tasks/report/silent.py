"""Countries that fell silent: in the news week after week, and then not at all. A broken feed looks like peace."""

from typing import Any

import duckdb

from tasks.report.findings import rows_of

PERIODS = 4  # before the last one

# Periods are counted back from the newest story; a country counts where each of the four before has stories enough.
_SILENT = """
WITH newest AS (
    SELECT max(published_at) AS at
    FROM article
),
told AS (
    SELECT
        mention.iso3,
        datediff('hour', article.published_at, newest.at) // (24 * $days) AS period,
        count(DISTINCT article.article_id) AS stories
    FROM mention
    INNER JOIN article ON mention.article_id = article.article_id
    CROSS JOIN newest
    WHERE mention.iso3 IS NOT NULL AND datediff('hour', article.published_at, newest.at) < 24 * $days * ($periods + 1)
    GROUP BY ALL
),
by_country AS (
    SELECT
        iso3,
        count(*) FILTER (WHERE period = 0) AS last_periods,
        count(*) FILTER (WHERE period > 0 AND stories >= $enough) AS full_periods,
        avg(stories) FILTER (WHERE period > 0) AS usual
    FROM told
    GROUP BY iso3
)
SELECT by_country.iso3, coalesce(country.name, by_country.iso3) AS name, by_country.usual, $days AS days
FROM by_country
LEFT JOIN country ON by_country.iso3 = country.iso3
WHERE by_country.last_periods = 0 AND by_country.full_periods = $periods
ORDER BY by_country.usual DESC, by_country.iso3 ASC
"""


def silent_countries(con: duckdb.DuckDBPyConnection, days: int, enough: int) -> list[dict[str, Any]]:
    """Rows of iso3, name, usual (stories a period before) and days (a period), the loudest before first."""
    return rows_of(con, _SILENT, {"days": days, "periods": PERIODS, "enough": enough})
