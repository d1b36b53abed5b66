-- question: What happened between two countries, by kind of event and by who acted?
-- grain: one event type, context, status and direction; an act of both sides alike is one direction, 'A <-> B'
-- usage: SELECT * FROM dyad('RUS', 'PAK')
CREATE OR REPLACE MACRO dyad(
    a, b, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    SELECT
        event,
        quad,
        context,
        status,
        source || if(is_symmetric, ' <-> ', ' -> ') || target AS direction,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        avg(intensity) AS intensity,
        avg(score) FILTER (WHERE NOT is_copy) AS mean_score,
        min(event_date) AS first_event_date,
        max(event_date) AS last_event_date
    FROM pair_of(a, b, since := since, until := until, domain := domain, only_status := only_status)
    GROUP BY ALL
    ORDER BY stories DESC, mentions DESC, event ASC, context ASC, status ASC, direction ASC;
