-- question: Which stories are there, and how often was each told?
-- grain: one story: a representative article with its copies
CREATE OR REPLACE VIEW story AS
SELECT
    article.article_id AS story_id,
    article.source,
    article.url,
    article.title,
    article.published_at,
    article.language,
    1 + count(copies.article_id) AS articles
FROM article
LEFT JOIN duplicate AS own ON article.article_id = own.article_id
LEFT JOIN duplicate AS copies ON article.article_id = copies.duplicate_of
WHERE own.article_id IS NULL
GROUP BY ALL;
