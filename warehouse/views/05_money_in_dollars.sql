-- question: What is each amount worth in dollars, and who says so?
-- grain: one monetary figure; its dollars are those of its rate, else those of the article's own conversion
CREATE OR REPLACE VIEW money_in_dollars AS
-- "22 201bn yen ($214.6bn)" of an article without a day has no rate, yet the article gives the dollars.
WITH stated AS (
    SELECT
        twin_id,
        coalesce(usd_min, usd_max) AS lower_usd,
        coalesce(usd_max, usd_min) AS upper_usd
    FROM money
    WHERE twin_id IS NOT NULL AND currency = 'USD' AND coalesce(usd_min, usd_max) IS NOT NULL
    QUALIFY row_number() OVER (PARTITION BY twin_id ORDER BY start ASC, money_id ASC) = 1
)

SELECT
    money.* REPLACE (
        -- An end that the figure leaves open stays so: "over 5bn yen ($40m)".
        if(stated.twin_id IS NULL OR money.amount_min IS NULL, money.usd_min, stated.lower_usd) AS usd_min,
        if(stated.twin_id IS NULL OR money.amount_max IS NULL, money.usd_max, stated.upper_usd) AS usd_max,
        if(stated.twin_id IS NULL, money.usd_null_reason, NULL) AS usd_null_reason
    ),
    CASE
        WHEN stated.twin_id IS NOT NULL THEN 'conversion'
        WHEN coalesce(money.usd_min, money.usd_max) IS NULL THEN NULL
        WHEN money.currency = 'USD' THEN 'dollars'
        ELSE 'rate'
    END AS usd_source
FROM money
LEFT JOIN stated
    ON
        money.money_id = stated.twin_id
        AND coalesce(money.usd_min, money.usd_max) IS NULL
        AND coalesce(money.amount_min, money.amount_max) IS NOT NULL;
