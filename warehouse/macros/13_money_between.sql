-- question: Which amounts of money lie between two countries, who pays whom, and for what?
-- grain: one monetary figure in one sentence; count distinct story_id, with twin_id null, to count each sum once
-- usage: SELECT * FROM money_between('RUS', 'PAK')
CREATE OR REPLACE MACRO money_between(a, b) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3
    ),

    pair AS (
        SELECT mart_money.*
        FROM mart_money
        INNER JOIN asked
            ON
                mart_money.country_a = least(asked.first_iso3, asked.second_iso3)
                AND mart_money.country_b = greatest(asked.first_iso3, asked.second_iso3)
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
        usd_rate,
        rate_date,
        usd_null_reason,
        payer,
        payee,
        purpose,
        period,
        flow_status,
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
