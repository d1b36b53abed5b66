-- question: Which sentences say how two countries relate?
-- grain: one relation in one sentence, newest first; offsets count characters of article.text from 0
-- usage: SELECT * FROM evidence('USA', 'PAK')
CREATE OR REPLACE MACRO evidence(a, b) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3
    ),

    pair AS (
        SELECT relation_detail.*
        FROM relation_detail
        INNER JOIN asked
            ON
                relation_detail.country_a = least(asked.first_iso3, asked.second_iso3)
                AND relation_detail.country_b = greatest(asked.first_iso3, asked.second_iso3)
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
