-- question: Does every row stand in an article that is there, and every article come from a document?
-- grain: one row that breaks the rule; none passes
SELECT
    'document' AS table_name,
    document.document_id AS row_id
FROM document
ANTI JOIN article ON document.article_id = article.article_id
UNION ALL
SELECT
    'sentence' AS table_name,
    sentence.article_id AS row_id
FROM sentence
ANTI JOIN article ON sentence.article_id = article.article_id
UNION ALL
SELECT
    'article_band' AS table_name,
    article_band.article_id AS row_id
FROM article_band
ANTI JOIN article ON article_band.article_id = article.article_id
UNION ALL
SELECT
    'duplicate' AS table_name,
    duplicate.article_id AS row_id
FROM duplicate
ANTI JOIN article ON duplicate.article_id = article.article_id
UNION ALL
SELECT
    'coding' AS table_name,
    coding.article_id AS row_id
FROM coding
ANTI JOIN article ON coding.article_id = article.article_id
UNION ALL
SELECT
    'mention' AS table_name,
    mention.mention_id AS row_id
FROM mention
ANTI JOIN article ON mention.article_id = article.article_id
UNION ALL
SELECT
    'relation' AS table_name,
    relation.relation_id AS row_id
FROM relation
ANTI JOIN article ON relation.article_id = article.article_id
UNION ALL
SELECT
    'money' AS table_name,
    money.money_id AS row_id
FROM money
ANTI JOIN article ON money.article_id = article.article_id
UNION ALL
SELECT
    'article' AS table_name,
    article.article_id AS row_id
FROM article
ANTI JOIN document ON article.article_id = document.article_id;
