-- question: What is money between countries for?
-- grain: one purpose
-- note: Conversions in brackets are left out.
-- title: What is money between countries for?
SELECT
    purpose,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(DISTINCT country_a || ' ' || country_b) AS pairs,
    count(*) FILTER (WHERE amount_min IS NULL AND amount_max IS NULL) AS mentions_without_number,
    count(*) FILTER (WHERE usd_null_reason IS NOT NULL) AS mentions_without_usd
FROM mart_money
WHERE country_a IS NOT NULL AND twin_id IS NULL
GROUP BY purpose
ORDER BY stories DESC, mentions DESC, purpose ASC;
