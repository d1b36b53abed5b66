-- question: How much money goes from which state to which, for what, how sure, and when?
-- grain: one payer, payee or unordered pair, purpose, flow status, time covered (period) and date of the report
-- usage: SELECT * FROM money_flow('CHN', 'PAK', 'year')
-- note: Null for a country means any; the grain is year, quarter, month or day. A sum told by several stories of one
-- year (quarter, month, day) counts once, conversions in brackets and copies of a story do not count again. usd_low
-- adds lower ends, usd_high upper ends; an end that a text leaves open ("over $5 million") adds its known end to
-- usd_high and is counted in sums_open. A sum without a rate takes the dollars of its conversion in brackets
-- (sums_usd_stated). What has no number or no dollars is in no sum, and is counted beside it. All null where nothing is
-- known: no sum is ever 0 for want of a number.
-- period keeps a rate ("a year") apart from totals ("over ten years", null): adding its rows would mix them. A debt
-- stands and doesn't flow, and news tells the same one with ever other figures: for purpose 'debt' the largest is
-- given, no sum.
-- A flow needs a payer, a payee or a pair of its own; one known end is enough. The two countries of the act that money
-- belongs to make no flow: money_between takes them, and lacks what has one known end and no such act.
CREATE OR REPLACE MACRO money_flow(a, b, grain) AS TABLE
    WITH asked AS (
        SELECT
            if(a IS NULL, NULL, country_code(a)) AS first_iso3,
            if(b IS NULL, NULL, country_code(b)) AS second_iso3,
            if(
                lower(grain) IN ('year', 'quarter', 'month', 'day'),
                lower(grain),
                error('no grain ' || coalesce(grain, 'NULL') || ': year, quarter, month or day')
            ) AS part
    ),

    -- Not money_detail: that reads every relation and sentence for columns that no sum needs. A conversion is no sum of
    -- its own; its dollars are with the figure that it restates.
    figure AS (
        SELECT
            money.*,
            asked.first_iso3,
            asked.second_iso3,
            article.published_at,
            coalesce(duplicate.duplicate_of, money.article_id) AS story_id,
            date_trunc(asked.part, article.published_at)::DATE AS period_date,
            lower(money.period) AS covers,
            [money.payer, money.payee, money.pair_a, money.pair_b] AS parties,
            money.amount_min IS NULL AND money.amount_max IS NULL AS lacks_number
        FROM money_in_dollars AS money
        CROSS JOIN asked
        INNER JOIN article ON money.article_id = article.article_id
        LEFT JOIN duplicate ON money.article_id = duplicate.article_id
        WHERE
            money.kind = 'amount'
            AND money.twin_id IS NULL
            AND coalesce(money.payer, money.payee, money.pair_a) IS NOT NULL
    ),

    -- One row a sum: what lacks its number is told apart by its story.
    told AS (
        SELECT
            payer,
            payee,
            pair_a,
            pair_b,
            purpose,
            flow_status,
            covers,
            period_date,
            currency,
            lacks_number,
            -- One telling with dollars is enough: another may lack its day, or the conversion in brackets.
            bool_and(usd_null_reason IS NOT NULL) AND NOT lacks_number AS lacks_usd,
            amount_min IS NULL OR amount_max IS NULL AS is_open,
            count(*) AS mentions,
            list(DISTINCT story_id) AS story_ids,
            arg_min(usd_min, published_at) AS usd_min,
            arg_min(coalesce(usd_max, usd_min), published_at) AS usd_max,
            arg_min(usd_source, published_at) AS usd_source
        FROM figure
        WHERE
            (first_iso3 IS NULL OR list_contains(parties, first_iso3))
            AND (second_iso3 IS NULL OR list_contains(parties, second_iso3))
        GROUP BY
            payer,
            payee,
            pair_a,
            pair_b,
            purpose,
            flow_status,
            covers,
            period_date,
            currency,
            lacks_number,
            amount_min,
            amount_max,
            magnitude,
            if(lacks_number, story_id, NULL)
    )

    SELECT
        payer,
        payee,
        pair_a,
        pair_b,
        purpose,
        flow_status,
        covers AS period,
        period_date,
        sum(mentions)::BIGINT AS mentions,
        len(list_distinct(flatten(list(story_ids)))) AS stories,
        count(*) AS sums,
        count(*) FILTER (WHERE lacks_number) AS sums_without_number,
        count(*) FILTER (WHERE lacks_usd) AS sums_without_usd,
        count(*) FILTER (WHERE usd_source = 'conversion') AS sums_usd_stated,
        count(*) FILTER (WHERE is_open AND NOT lacks_number) AS sums_open,
        if(purpose = 'debt', max(usd_min), sum(usd_min)) AS usd_low,
        if(purpose = 'debt', max(usd_max), sum(usd_max)) AS usd_high,
        list_sort(list(DISTINCT currency) FILTER (WHERE currency IS NOT NULL)) AS currencies
    FROM told
    GROUP BY payer, payee, pair_a, pair_b, purpose, flow_status, covers, period_date
    ORDER BY
        usd_high DESC NULLS LAST,
        stories DESC,
        payer ASC NULLS LAST,
        payee ASC NULLS LAST,
        pair_a ASC NULLS LAST,
        pair_b ASC NULLS LAST,
        purpose ASC,
        flow_status ASC NULLS LAST,
        period ASC NULLS LAST,
        period_date ASC NULLS LAST;
