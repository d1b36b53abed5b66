-- question: Is the relation that money belongs to there, in the same article?
-- grain: one row that breaks the rule; none passes
SELECT money.money_id
FROM money
LEFT JOIN relation ON money.relation_id = relation.relation_id
WHERE money.relation_id IS NOT NULL AND relation.article_id IS DISTINCT FROM money.article_id;
