-- question: Does every coded row stand in a sentence that is there and isn't boilerplate?
-- grain: one row that breaks the rule; none passes
SELECT
    'mention' AS table_name,
    mention.mention_id AS row_id
FROM mention
LEFT JOIN sentence ON mention.article_id = sentence.article_id AND mention.sentence_no = sentence.sentence_no
WHERE sentence.is_boilerplate IS DISTINCT FROM FALSE
UNION ALL
SELECT
    'relation' AS table_name,
    relation.relation_id AS row_id
FROM relation
LEFT JOIN sentence ON relation.article_id = sentence.article_id AND relation.sentence_no = sentence.sentence_no
WHERE sentence.is_boilerplate IS DISTINCT FROM FALSE
UNION ALL
SELECT
    'money' AS table_name,
    money.money_id AS row_id
FROM money
LEFT JOIN sentence ON money.article_id = sentence.article_id AND money.sentence_no = sentence.sentence_no
WHERE sentence.is_boilerplate IS DISTINCT FROM FALSE;
