-- question: In which domains do any two countries deal with each other?
-- grain: one unordered pair and domain
-- note: Means leave out copies of a story and what did not happen.
SELECT
    country_a,
    country_b,
    context,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(DISTINCT story_id) FILTER (WHERE is_cooperation) AS cooperation_stories,
    count(DISTINCT story_id) FILTER (WHERE is_conflict) AS conflict_stories,
    avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
    min(event_date) AS first_event_date,
    max(event_date) AS last_event_date
FROM relation_dyad
GROUP BY country_a, country_b, context
ORDER BY country_a ASC, country_b ASC, stories DESC, mentions DESC, context ASC;
