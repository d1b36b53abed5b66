-- question: Which amount of money lies between which two countries, and in which words?
-- grain: one monetary figure, as money_detail has it; laid down pair by pair, those without a pair at the end
SELECT *
FROM money_detail
ORDER BY country_a ASC NULLS LAST, country_b ASC NULLS LAST, published_at ASC NULLS LAST, money_id ASC;
