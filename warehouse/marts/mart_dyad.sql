-- question: How do any two countries stand with each other?
-- grain: one unordered pair of countries, country_a before country_b in the alphabet
-- formula: net_cooperation = cooperation - conflict; sum_intensity and mean_intensity are over what was not negated
-- source: quad classes, Duval & Thompson 1980; scale, Goldstein 1992; one-a-day filter, Schrodt 2012
-- note: Means and sums leave out copies of a story and what did not happen.
SELECT
    country_a,
    country_b,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(DISTINCT row(day_or_story, source, target, is_symmetric, event)) FILTER (WHERE NOT is_negated)
        AS one_a_day_events,
    count(*) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_stories,
    count(*) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_stories,
    count(*) FILTER (WHERE is_negated) AS negated_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_negated) AS negated_stories,
    count(DISTINCT story_id) FILTER (WHERE is_cooperation) AS cooperation_stories,
    count(DISTINCT story_id) FILTER (WHERE is_conflict) AS conflict_stories,
    count(*) FILTER (WHERE is_cooperation) - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_cooperation)
    - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
    avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
    sum(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS sum_intensity,
    min(event_date) AS first_event_date,
    max(event_date) AS last_event_date
FROM relation_dyad
GROUP BY country_a, country_b
ORDER BY stories DESC, mentions DESC, country_a ASC, country_b ASC;
