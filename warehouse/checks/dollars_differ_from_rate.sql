-- question: Are dollars the amount times a rate of the article's week, and is a reason given where there are none?
-- grain: one row that breaks the rule; none passes
SELECT money_id
FROM money
WHERE
    (usd_min IS NULL) != (amount_min * usd_rate IS NULL)
    OR (usd_max IS NULL) != (amount_max * usd_rate IS NULL)
    OR abs(usd_min - amount_min * usd_rate) > 1e-9 * usd_min
    OR abs(usd_max - amount_max * usd_rate) > 1e-9 * usd_max
    OR (usd_rate IS NULL) != (rate_date IS NULL)
    OR (usd_rate IS NULL) != (coalesce(usd_min, usd_max) IS NULL)
    OR (usd_rate IS NULL) != (usd_null_reason IS NOT NULL)
    OR (rate_date IS NOT NULL AND coalesce(published_date - rate_date NOT BETWEEN 0 AND 7, TRUE));
