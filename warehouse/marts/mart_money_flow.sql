-- question: How much money goes from which state to which, for what, how sure, in which year?
-- grain: one payer, payee or unordered pair, purpose, flow status, time covered (period) and year of the report
-- note: As the macro money_flow(a, b, grain), which takes two countries and another period.
SELECT *
FROM money_flow(NULL, NULL, 'year');
