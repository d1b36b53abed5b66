-- question: Does every mention and every figure hold the characters that stand at its offsets?
-- grain: one row that breaks the rule; none passes
SELECT
    'mention' AS table_name,
    mention.mention_id AS row_id
FROM mention
INNER JOIN article ON mention.article_id = article.article_id
WHERE mention.text != substring(article.text, mention.start + 1, mention."end" - mention.start)
UNION ALL
SELECT
    'money' AS table_name,
    money.money_id AS row_id
FROM money
INNER JOIN article ON money.article_id = article.article_id
WHERE money.text != substring(article.text, money.start + 1, money."end" - money.start);
