-- question: What does each country do to each other one?
-- grain: one ordered pair; an act of both sides alike is each one's act, so it counts in both directions
-- formula: net_cooperation = cooperation - conflict; sum_intensity and mean_intensity are over what was not negated
-- source: quad classes, Duval & Thompson 1980; scale, Goldstein 1992; one-a-day filter, Schrodt 2012
-- note: Means and sums leave out copies of a story and what did not happen. For the one-a-day filter, too, an act of
--   both sides alike is the source's own: it adds nothing to one of the same event that the source alone did that day.
SELECT
    iso3 AS source,
    partner AS target,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(DISTINCT row(day_or_story, iso3, partner, event)) FILTER (WHERE NOT is_negated) AS one_a_day_events,
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
    count(*) FILTER (WHERE is_symmetric) AS symmetric_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_symmetric) AS symmetric_stories,
    sum(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS sum_intensity,
    min(event_date) AS first_event_date,
    max(event_date) AS last_event_date
FROM relation_side
WHERE direction != 'in'
GROUP BY iso3, partner
ORDER BY stories DESC, mentions DESC, iso3 ASC, partner ASC;
