-- question: Does each conversion of a sum name that sum, in its own sentence?
-- grain: one row that breaks the rule; none passes
SELECT conversion.money_id
FROM money AS conversion
LEFT JOIN money AS head ON conversion.twin_id = head.money_id
WHERE
    conversion.twin_id IS NOT NULL
    AND (
        head.twin_id IS NOT NULL
        OR head.article_id IS DISTINCT FROM conversion.article_id
        OR head.sentence_no IS DISTINCT FROM conversion.sentence_no
    );
