-- question: How good is what each source delivers?
-- grain: one source
-- note: Copies of a story are in articles and relation_mentions, and count once in stories and relation_stories.
WITH delivered AS (
    SELECT DISTINCT
        source,
        article_id
    FROM document
),

documents AS (
    SELECT
        source,
        count(*) AS documents,
        avg((published_at IS NULL)::INTEGER) AS share_without_date
    FROM document
    GROUP BY source
),

coded AS (
    SELECT
        article_id,
        story_id,
        count(*) AS relations
    FROM relation_dyad
    GROUP BY article_id, story_id
),

articles AS (
    SELECT
        delivered.source,
        count(*) AS articles,
        count(DISTINCT coalesce(duplicate.duplicate_of, delivered.article_id)) AS stories,
        count(*) FILTER (WHERE article.is_codable) AS codable_articles,
        coalesce(sum(coded.relations), 0)::BIGINT AS relation_mentions,
        count(DISTINCT coded.story_id) AS relation_stories
    FROM delivered
    INNER JOIN article ON delivered.article_id = article.article_id
    LEFT JOIN duplicate ON delivered.article_id = duplicate.article_id
    LEFT JOIN coded ON delivered.article_id = coded.article_id
    GROUP BY delivered.source
)

SELECT
    documents.source,
    documents.documents,
    documents.share_without_date,
    articles.* EXCLUDE (source), -- noqa: RF02
    articles.relation_mentions / nullif(articles.codable_articles, 0) AS relations_per_codable_article
FROM documents
INNER JOIN articles ON documents.source = articles.source
ORDER BY documents.documents DESC, documents.source ASC;
