-- question: In which domains do two countries deal with each other, and how well in each?
-- grain: one domain with a relation of the two
-- usage: SELECT * FROM domain_profile('RUS', 'PAK')
-- formula: share_of_stories = stories of the domain / sum of stories over domains; a story may be in several
-- source: own; the domains are PLOVER's contexts, Halterman et al. 2023
CREATE OR REPLACE MACRO domain_profile(
    a, b, since := NULL, until := NULL, only_status := NULL
) AS TABLE
    WITH domain AS (
        SELECT
            context,
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation) AS cooperation_stories,
            count(DISTINCT story_id) FILTER (WHERE is_conflict) AS conflict_stories,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
            avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
            avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
            min(event_date) AS first_event_date,
            max(event_date) AS last_event_date
        FROM pair_of(a, b, since := since, until := until, only_status := only_status)
        GROUP BY context
    ),

    total AS (
        SELECT sum(stories) AS stories
        FROM domain
    )

    SELECT
        domain.context,
        domain.mentions,
        domain.stories,
        domain.stories / total.stories AS share_of_stories,
        domain.* EXCLUDE (context, mentions, stories) -- noqa: RF02
    FROM domain
    CROSS JOIN total
    ORDER BY domain.stories DESC, domain.mentions DESC, domain.context ASC;
