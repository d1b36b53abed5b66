-- question: What happened between two countries, by kind of event and by who acted?
-- grain: one event type, context, status and direction; an act of both sides alike is one direction, 'A <-> B'
-- usage: SELECT * FROM dyad('RUS', 'PAK')
CREATE OR REPLACE MACRO dyad(a, b) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3
    ),

    pair AS (
        SELECT relation_dyad.*
        FROM relation_dyad
        INNER JOIN asked
            ON
                relation_dyad.country_a = least(asked.first_iso3, asked.second_iso3)
                AND relation_dyad.country_b = greatest(asked.first_iso3, asked.second_iso3)
    )

    SELECT
        event,
        quad,
        context,
        status,
        source || if(is_symmetric, ' <-> ', ' -> ') || target AS direction,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        avg(intensity) AS intensity,
        avg(score) AS mean_score,
        min(event_date) AS first_event_date,
        max(event_date) AS last_event_date
    FROM pair
    GROUP BY ALL
    ORDER BY stories DESC, mentions DESC, event ASC, context ASC, status ASC, direction ASC;
