-- question: Which sentences say how two countries relate?
-- grain: one relation in one sentence, newest first; offsets count characters of article.text from 0
-- usage: SELECT * FROM evidence('USA', 'PAK')
CREATE OR REPLACE MACRO evidence(
    a, b, since := NULL, until := NULL, domain := NULL, only_status := NULL, only_event := NULL
) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3,
            since::DATE AS first_date,
            until::DATE AS last_date,
            context_name(domain) AS asked_context,
            status_name(only_status) AS asked_status,
            event_name(only_event) AS asked_event
    ),

    pair AS (
        SELECT mart_relation.*
        FROM mart_relation
        INNER JOIN asked
            ON
                mart_relation.country_a = least(asked.first_iso3, asked.second_iso3)
                AND mart_relation.country_b = greatest(asked.first_iso3, asked.second_iso3)
        WHERE
            (asked.first_date IS NULL OR mart_relation.event_date >= asked.first_date)
            AND (asked.last_date IS NULL OR mart_relation.event_date <= asked.last_date)
            AND (asked.asked_context IS NULL OR mart_relation.context = asked.asked_context)
            AND (asked.asked_status IS NULL OR mart_relation.status = asked.asked_status)
            AND (asked.asked_event IS NULL OR mart_relation.event = asked.asked_event)
    )

    SELECT
        event_date,
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
    FROM pair
    ORDER BY published_at DESC NULLS LAST, article_id ASC, evidence_start ASC, relation_id ASC;
