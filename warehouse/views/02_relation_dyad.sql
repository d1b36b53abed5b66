-- question: Which unordered pair of countries and which story does each relation belong to?
-- grain: one relation; country_a stands before country_b in the alphabet, whoever acts
CREATE OR REPLACE VIEW relation_dyad AS
SELECT
    relation.*,
    least(relation.source, relation.target) AS country_a,
    greatest(relation.source, relation.target) AS country_b,
    coalesce(duplicate.duplicate_of, relation.article_id) AS story_id,
    article.date_precision,
    -- A date known to the year or month has that period's first day in event_date: up to this day it may have been.
    CASE article.date_precision
        WHEN 'year' THEN (date_trunc('year', relation.event_date) + INTERVAL 1 YEAR)::DATE - 1
        WHEN 'month' THEN last_day(relation.event_date)
        ELSE relation.event_date
    END AS event_date_end,
    -- Two reports are of one day only where both days are known: others are alike within their story alone.
    if(
        relation.event_date IS NULL OR article.date_precision IN ('year', 'month'),
        coalesce(duplicate.duplicate_of, relation.article_id),
        relation.event_date::VARCHAR
    ) AS day_or_story,
    duplicate.article_id IS NOT NULL AS is_copy,
    -- What did not happen is neither cooperation nor conflict: the counts by quad class leave it out.
    relation.status = 'negated' AS is_negated,
    if(relation.status = 'negated', NULL, relation.quad) AS counted_quad,
    relation.status != 'negated' AND relation.quad LIKE '%cooperation' AS is_cooperation,
    relation.status != 'negated' AND relation.quad LIKE '%conflict' AS is_conflict
FROM relation
LEFT JOIN article ON relation.article_id = article.article_id
LEFT JOIN duplicate ON relation.article_id = duplicate.article_id;
