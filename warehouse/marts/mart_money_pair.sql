-- question: How much money do the news put between two countries, and in what currency?
-- grain: one unordered pair, currency and kind of figure (amount, price, rate); figures without a currency have it null
-- note: Figures aren't added up: see mart_money_flow. Conversions in brackets are left out. Pairs are those of
--   money_detail: some are known from the act beside the money alone.
SELECT
    country_a,
    country_b,
    currency,
    kind,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(*) FILTER (WHERE amount_min IS NULL AND amount_max IS NULL) AS mentions_without_number,
    count(DISTINCT story_id) FILTER (WHERE amount_min IS NULL AND amount_max IS NULL) AS stories_without_number,
    count(*) FILTER (WHERE usd_null_reason IS NOT NULL) AS mentions_without_usd,
    count(DISTINCT story_id) FILTER (WHERE usd_null_reason IS NOT NULL) AS stories_without_usd,
    count(*) FILTER (WHERE payer = country_a) AS mentions_paid_by_a,
    count(*) FILTER (WHERE payer = country_b) AS mentions_paid_by_b,
    min(coalesce(amount_min, amount_max)) AS smallest,
    max(coalesce(amount_max, amount_min)) AS largest,
    min(coalesce(usd_min, usd_max)) AS smallest_usd,
    max(coalesce(usd_max, usd_min)) AS largest_usd,
    list_sort(list(DISTINCT purpose)) AS purposes,
    min(published_at)::DATE AS first_published_date,
    max(published_at)::DATE AS last_published_date
FROM money_detail
WHERE country_a IS NOT NULL AND twin_id IS NULL
GROUP BY country_a, country_b, currency, kind
ORDER BY stories DESC, mentions DESC, country_a ASC, country_b ASC, currency ASC NULLS LAST, kind ASC;
