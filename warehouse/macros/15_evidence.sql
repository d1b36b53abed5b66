-- question: Which sentences say how two countries relate?
-- grain: one relation in one sentence, newest first; offsets count characters of article.text from 0
-- usage: SELECT * FROM evidence('USA', 'PAK')
CREATE OR REPLACE MACRO evidence(
    a, b, since := NULL, until := NULL, domain := NULL, only_status := NULL, only_event := NULL
) AS TABLE
    WITH asked AS (
        SELECT event_name(only_event) AS asked_event
    )

    SELECT
        event_date,
        date_precision,
        published_at,
        news_source,
        title,
        url,
        source,
        target,
        is_symmetric,
        event,
        quad,
        context,
        status,
        intensity,
        score,
        sentence,
        evidence,
        evidence_start,
        evidence_end,
        sentence_start,
        sentence_end,
        story_id,
        is_copy,
        article_id,
        relation_id,
        coder_version
    FROM pair_of(a, b, since := since, until := until, domain := domain, only_status := only_status)
    CROSS JOIN asked
    WHERE asked.asked_event IS NULL OR event = asked.asked_event
    ORDER BY published_at DESC NULLS LAST, article_id ASC, evidence_start ASC, relation_id ASC;
