-- question: How did the relations between two countries change over time?
-- grain: one period with an event: year, quarter, month, week or day, named by its first day; null holds relations that
--   are undated or whose date is known less exactly than the period
-- usage: SELECT * FROM timeline('IND', 'PAK', 'month')
-- formula: as mart_dyad, by period
-- source: as mart_dyad
CREATE OR REPLACE MACRO timeline(
    a, b, grain, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    WITH asked AS (
        SELECT
            if(
                lower(grain) IN ('year', 'quarter', 'month', 'week', 'day'),
                lower(grain),
                error('no grain ' || coalesce(grain, 'NULL') || ': year, quarter, month, week or day')
            ) AS part
    ),

    pair AS (
        SELECT
            chosen.*,
            period_of(asked.part, chosen.event_date, chosen.date_precision) AS period
        FROM
            pair_of(a, b, since := since, until := until, domain := domain, only_status := only_status) AS chosen
        CROSS JOIN asked
    )

    SELECT
        period,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
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
        count(DISTINCT story_id) FILTER (WHERE is_cooperation) / count(DISTINCT story_id) AS cooperation_share,
        count(DISTINCT story_id) FILTER (WHERE is_conflict) / count(DISTINCT story_id) AS conflict_share,
        count(*) FILTER (WHERE is_cooperation) - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
        count(DISTINCT story_id) FILTER (WHERE is_cooperation)
        - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
        avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity
    FROM pair
    GROUP BY period
    ORDER BY period ASC NULLS LAST;
