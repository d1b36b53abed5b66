-- question: Which sentences tell of the gravest conflicts?
-- grain: one relation in one sentence, copies of a story left out
-- title: The gravest conflicts
SELECT
    event_date,
    source_name,
    event,
    target_name,
    intensity,
    sentence,
    title,
    url
FROM mart_relation
WHERE status = 'actual' AND NOT is_copy
ORDER BY intensity ASC, score DESC, relation_id ASC
LIMIT 10;
