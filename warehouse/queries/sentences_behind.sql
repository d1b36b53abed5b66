-- question: On which sentences does what is said of Russia and Pakistan rest?
-- grain: one relation in one sentence, copies of a story left out, the newest first
-- title: On which sentences does it rest?
-- evidence: the answer is the evidence
SELECT
    event_date,
    source,
    event,
    target,
    context,
    status,
    round(score, 2) AS score,
    evidence,
    sentence,
    title,
    url,
    story_id
FROM evidence('RUS', 'PAK')
WHERE NOT is_copy;
