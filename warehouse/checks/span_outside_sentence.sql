-- question: Does every span lie inside its sentence?
-- grain: one row that breaks the rule; none passes
SELECT
    'mention' AS table_name,
    mention.mention_id AS row_id
FROM mention
INNER JOIN sentence ON mention.article_id = sentence.article_id AND mention.sentence_no = sentence.sentence_no
WHERE
    mention.start < sentence.start
    OR mention."end" > sentence."end"
    OR mention.start >= mention."end"
UNION ALL
SELECT
    'relation' AS table_name,
    relation.relation_id AS row_id
FROM relation
INNER JOIN sentence ON relation.article_id = sentence.article_id AND relation.sentence_no = sentence.sentence_no
WHERE
    relation.evidence_start < sentence.start
    OR relation.evidence_end > sentence."end"
    OR relation.evidence_start >= relation.evidence_end
UNION ALL
SELECT
    'money' AS table_name,
    money.money_id AS row_id
FROM money
INNER JOIN sentence ON money.article_id = sentence.article_id AND money.sentence_no = sentence.sentence_no
WHERE
    money.start < sentence.start
    OR money."end" > sentence."end"
    OR money.start >= money."end";
