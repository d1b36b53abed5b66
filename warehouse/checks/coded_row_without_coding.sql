-- question: Is every coded row of the version that last coded its article, in a language that the coder reads?
-- grain: one row that breaks the rule; none passes
SELECT
    'mention' AS table_name,
    mention.mention_id AS row_id
FROM mention
LEFT JOIN coding ON mention.article_id = coding.article_id
LEFT JOIN article ON mention.article_id = article.article_id
WHERE coding.article_id IS NULL OR NOT article.is_codable
UNION ALL
SELECT
    'relation' AS table_name,
    relation.relation_id AS row_id
FROM relation
LEFT JOIN coding ON relation.article_id = coding.article_id
LEFT JOIN article ON relation.article_id = article.article_id
WHERE coding.article_id IS NULL OR NOT article.is_codable OR relation.coder_version != coding.coder_version
UNION ALL
SELECT
    'money' AS table_name,
    money.money_id AS row_id
FROM money
LEFT JOIN coding ON money.article_id = coding.article_id
LEFT JOIN article ON money.article_id = article.article_id
WHERE coding.article_id IS NULL OR NOT article.is_codable OR money.coder_version != coding.coder_version;
