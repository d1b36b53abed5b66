-- question: Which actors could not be resolved to a state, so that an alias or a leader may be missing?
-- grain: one text (in lower case), label and kind of mentions without a country
WITH unresolved AS (
    SELECT
        lower(mention.text) AS actor,
        mention.label,
        mention.kind,
        mention.article_id,
        coalesce(duplicate.duplicate_of, mention.article_id) AS story_id
    FROM mention
    LEFT JOIN duplicate ON mention.article_id = duplicate.article_id
    WHERE mention.iso3 IS NULL
)

SELECT
    actor,
    label,
    kind,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    min(article_id) AS example_article_id
FROM unresolved
GROUP BY actor, label, kind
ORDER BY stories DESC, mentions DESC, actor ASC, label ASC, kind ASC;
