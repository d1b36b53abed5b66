-- question: Is the article that stands for a story there, and no copy itself?
-- grain: one row that breaks the rule; none passes
SELECT
    duplicate.article_id,
    duplicate.duplicate_of
FROM duplicate
LEFT JOIN article ON duplicate.duplicate_of = article.article_id
LEFT JOIN duplicate AS representative ON duplicate.duplicate_of = representative.article_id
WHERE article.article_id IS NULL OR representative.article_id IS NOT NULL;
