-- question: Which unordered pair of countries and which story does each relation belong to?
-- grain: one relation; country_a stands before country_b in the alphabet, whoever acts
CREATE OR REPLACE VIEW relation_dyad AS
SELECT
    relation.*,
    least(relation.source, relation.target) AS country_a,
    greatest(relation.source, relation.target) AS country_b,
    coalesce(duplicate.duplicate_of, relation.article_id) AS story_id,
    duplicate.article_id IS NOT NULL AS is_copy,
    -- What did not happen is neither cooperation nor conflict: the counts by quad class leave it out.
    relation.status = 'negated' AS is_negated,
    if(relation.status = 'negated', NULL, relation.quad) AS counted_quad,
    relation.status != 'negated' AND relation.quad LIKE '%cooperation' AS is_cooperation,
    relation.status != 'negated' AND relation.quad LIKE '%conflict' AS is_conflict
FROM relation
LEFT JOIN duplicate ON relation.article_id = duplicate.article_id;
