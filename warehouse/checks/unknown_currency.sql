-- question: Is every currency that is coded in the dimension?
-- grain: one row that breaks the rule; none passes
SELECT
    money.money_id,
    money.currency
FROM money
ANTI JOIN currency ON money.currency = currency.currency
WHERE money.currency IS NOT NULL;
