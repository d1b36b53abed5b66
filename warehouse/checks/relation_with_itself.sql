-- question: Is every relation between two states, and every symmetric one in alphabetical order?
-- grain: one row that breaks the rule; none passes
SELECT relation_id
FROM relation
WHERE source = target OR (is_symmetric AND source > target);
