-- question: Are pairs and ranges of money whole and in order?
-- grain: one row that breaks the rule; none passes
SELECT money_id
FROM money
WHERE
    (pair_a IS NULL) != (pair_b IS NULL)
    OR pair_a >= pair_b
    OR amount_min > amount_max
    OR usd_min > usd_max;
