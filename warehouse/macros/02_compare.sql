-- question: How does a country stand with each of several others?
-- grain: one partner; an empty list of others means every partner it has
-- usage: SELECT * FROM compare('PAK', ['RUS', 'CHN', 'USA', 'IND'])
--
-- mentions counts relations, stories counts distinct stories. What did not happen (negated) is in mentions and stories,
-- but neither in the counts by quad class nor in the means; the means leave out copies of a story too. Shares are of
-- all the country's relations, with whomever. trend: mean intensity of the later half of the time between the first and
-- the last dated actual event with that partner, minus that of the earlier half; null with fewer than four such events.
CREATE OR REPLACE MACRO compare(country, others) AS TABLE
    WITH asked AS (
        SELECT country_code(country) AS asked_iso3
    ),

    named AS (
        SELECT country_code(wanted) AS partner
        FROM (SELECT unnest(others) AS wanted) AS listed
    ),

    side AS (
        SELECT relation_side.*
        FROM relation_side
        INNER JOIN asked ON relation_side.iso3 = asked.asked_iso3
    ),

    chosen AS (
        SELECT named.partner
        FROM named
        INNER JOIN asked ON named.partner != asked.asked_iso3
        UNION
        SELECT partner
        FROM side
        WHERE len(others) = 0
    ),

    total AS (
        SELECT
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories
        FROM side
    ),

    dated AS (
        SELECT
            partner,
            intensity,
            2 * (event_date - min(event_date) OVER pair)
            > max(event_date) OVER pair - min(event_date) OVER pair AS is_later,
            count(*) OVER pair AS events
        FROM side
        WHERE status = 'actual' AND event_date IS NOT NULL AND NOT is_copy
        WINDOW pair AS (PARTITION BY partner)
    ),

    trends AS (
        SELECT
            partner,
            avg(intensity) FILTER (WHERE is_later)
            - avg(intensity) FILTER (WHERE NOT is_later) AS trend
        FROM dated
        WHERE events >= 4
        GROUP BY partner
    ),

    counted AS (
        SELECT
            partner,
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories,
            count(*) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_stories,
            count(*) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_cooperation')
                AS material_cooperation_stories,
            count(*) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_stories,
            count(*) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_stories,
            count(*) FILTER (WHERE is_negated) AS negated_mentions,
            count(DISTINCT story_id) FILTER (WHERE is_negated) AS negated_stories,
            count(*) FILTER (WHERE is_cooperation)
            - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
            avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
            avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
            max(event_date) AS last_event_date
        FROM side
        GROUP BY partner
    ),

    final AS (
        SELECT
            chosen.partner,
            names.name AS partner_name,
            coalesce(counted.mentions, 0) AS mentions,
            coalesce(counted.stories, 0) AS stories,
            coalesce(counted.mentions, 0) / nullif(total.mentions, 0) AS share_of_mentions,
            coalesce(counted.stories, 0) / nullif(total.stories, 0) AS share_of_stories,
            coalesce(counted.verbal_cooperation_mentions, 0) AS verbal_cooperation_mentions,
            coalesce(counted.verbal_cooperation_stories, 0) AS verbal_cooperation_stories,
            coalesce(counted.material_cooperation_mentions, 0) AS material_cooperation_mentions,
            coalesce(counted.material_cooperation_stories, 0) AS material_cooperation_stories,
            coalesce(counted.verbal_conflict_mentions, 0) AS verbal_conflict_mentions,
            coalesce(counted.verbal_conflict_stories, 0) AS verbal_conflict_stories,
            coalesce(counted.material_conflict_mentions, 0) AS material_conflict_mentions,
            coalesce(counted.material_conflict_stories, 0) AS material_conflict_stories,
            coalesce(counted.negated_mentions, 0) AS negated_mentions,
            coalesce(counted.negated_stories, 0) AS negated_stories,
            coalesce(counted.net_cooperation_mentions, 0) AS net_cooperation_mentions,
            coalesce(counted.net_cooperation_stories, 0) AS net_cooperation_stories,
            counted.mean_intensity_actual,
            counted.mean_intensity,
            counted.last_event_date,
            trends.trend
        FROM chosen
        CROSS JOIN total
        LEFT JOIN counted ON chosen.partner = counted.partner
        LEFT JOIN trends ON chosen.partner = trends.partner
        LEFT JOIN country AS names ON chosen.partner = names.iso3
    )

    SELECT *
    FROM final
    ORDER BY mentions DESC, partner ASC;
