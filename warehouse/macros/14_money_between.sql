-- question: Which amounts of money lie between two countries, who pays whom, and for what?
-- grain: one monetary figure in one sentence; a sum told again is another row, and so is its conversion (twin_id)
-- usage: SELECT * FROM money_between('RUS', 'PAK', since := '2000-01-01')
-- note: A figure's two countries are its payer and payee, else its pair, else those of the act that it belongs to
--   (pair_source). money_flow takes no countries from an act, and amounts alone, no prices or rates; but it takes
--   those that have a payer or a payee alone, which are here only where an act gives the other. The time is that of
--   the report, as with relations; domain and status are those of the act. Undated figures are out where a date is
--   given, those tied to no act where a domain or a status is.
CREATE OR REPLACE MACRO money_between(
    a, b, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3,
            since::DATE AS first_date,
            until::DATE AS last_date,
            context_name(domain) AS asked_context,
            status_name(only_status) AS asked_status
    ),

    pair AS (
        SELECT mart_money.*
        FROM mart_money
        INNER JOIN asked
            ON
                mart_money.country_a = least(asked.first_iso3, asked.second_iso3)
                AND mart_money.country_b = greatest(asked.first_iso3, asked.second_iso3)
        WHERE
            (asked.first_date IS NULL OR mart_money.published_at::DATE >= asked.first_date)
            AND (asked.last_date IS NULL OR mart_money.published_at::DATE <= asked.last_date)
            AND (asked.asked_context IS NULL OR mart_money.context = asked.asked_context)
            AND (asked.asked_status IS NULL OR mart_money.status = asked.asked_status)
    )

    SELECT
        published_at,
        text AS amount,
        currency,
        amount_min,
        amount_max,
        magnitude,
        qualifier,
        kind,
        usd_min,
        usd_max,
        usd_source,
        usd_rate,
        rate_date,
        usd_null_reason,
        payer,
        payee,
        purpose,
        period,
        flow_status,
        pair_source,
        event,
        context,
        status,
        sentence,
        start,
        "end",
        news_source,
        title,
        url,
        story_id,
        is_copy,
        article_id,
        relation_id,
        twin_id,
        money_id
    FROM pair
    ORDER BY published_at DESC NULLS LAST, article_id ASC, start ASC, money_id ASC;
