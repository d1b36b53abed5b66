-- question: Which relation of which two countries stands in which words?
-- grain: one relation, as relation_detail has it; laid down pair by pair, so that a pair is read without the rest
-- note: The copy is what makes dyad, timeline and evidence fast: the loader's order is that of the articles.
SELECT *
FROM relation_detail
ORDER BY country_a ASC, country_b ASC, event_date ASC NULLS LAST, relation_id ASC;
