-- question: How does a country stand with each of several others?
-- grain: one partner; an empty list of others means every partner it has
-- usage: SELECT * FROM compare('PAK', ['RUS', 'CHN', 'USA', 'IND'])
-- formula: change = shrunk mean of the later half of the time minus that of the earlier; see docs/measures.md
-- source: quad classes, Duval & Thompson 1980; scale, Goldstein 1992; see docs/measures.md
--
-- mentions counts relations, stories counts distinct stories. What did not happen (negated) is in mentions and stories,
-- but neither in the counts by quad class nor in the means; the means leave out copies of a story too. Shares are of
-- all the country's relations in the same time, domain and status, with whomever. trend: mean intensity of the later
-- half of the time between the first and the last dated actual event with that partner, the middle day included, minus
-- that of the earlier half; null with fewer than four such events, or where one half has none. trend_low and
-- trend_high bound that difference where it is shrunk towards none by how little is known of it (95 %): a trend whose
-- bounds lie on both sides of 0 is not told apart from chance.
CREATE OR REPLACE MACRO compare(
    country, others, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    WITH asked AS (
        SELECT country_among(country, others) AS asked_iso3
    ),

    named AS (
        SELECT country_code(wanted) AS partner
        FROM (SELECT unnest(others) AS wanted) AS listed
    ),

    side AS (
        SELECT *
        FROM side_of(country, since := since, until := until, domain := domain, only_status := only_status)
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

    middle AS (
        SELECT
            partner,
            min(event_date) + ((max(event_date_end) - min(event_date) + 1) // 2)::INTEGER AS first_day_later
        FROM side
        WHERE status = 'actual' AND NOT is_copy
        GROUP BY partner
    ),

    parted AS (
        SELECT
            side.partner,
            side.story_id,
            side.intensity,
            CASE
                WHEN side.event_date >= middle.first_day_later THEN TRUE
                WHEN side.event_date_end < middle.first_day_later THEN FALSE
            END AS is_later
        FROM side
        INNER JOIN chosen ON side.partner = chosen.partner
        INNER JOIN middle ON side.partner = middle.partner
        WHERE side.status = 'actual' AND NOT side.is_copy
    ),

    halves AS (
        SELECT
            partner,
            avg(intensity) FILTER (WHERE is_later)
            - avg(intensity) FILTER (WHERE NOT is_later) AS trend
        FROM parted
        GROUP BY partner
        HAVING count(is_later) >= 4
    ),

    told AS (
        SELECT
            parted.partner,
            parted.is_later,
            avg(parted.intensity) AS intensity
        FROM parted
        INNER JOIN halves ON parted.partner = halves.partner
        WHERE parted.is_later IS NOT NULL AND halves.trend IS NOT NULL
        GROUP BY parted.partner, parted.is_later, parted.story_id
    ),

    means AS (
        SELECT
            partner,
            count(*) FILTER (WHERE NOT is_later) AS earlier,
            count(*) FILTER (WHERE is_later) AS later,
            avg(intensity) FILTER (WHERE NOT is_later) AS mean_earlier,
            avg(intensity) FILTER (WHERE is_later) AS mean_later,
            avg(intensity) AS mean_both
        FROM told
        GROUP BY partner
    ),

    bounds AS (
        SELECT
            means.partner,
            shrunk_mean(means.later, means.mean_later, means.mean_both, basis.within_variance, basis.between_variance)
            - shrunk_mean(
                means.earlier, means.mean_earlier, means.mean_both, basis.within_variance, basis.between_variance
            ) AS middle,
            1.96 * sqrt(
                shrunk_variance(means.later, basis.within_variance, basis.between_variance)
                + shrunk_variance(means.earlier, basis.within_variance, basis.between_variance)
            ) AS reach
        FROM means
        CROSS JOIN mart_intensity_prior AS basis
    ),

    counted AS (
        SELECT
            partner,
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories,
            count(DISTINCT row(day_or_story, source, target, is_symmetric, event)) FILTER (WHERE NOT is_negated)
                AS one_a_day_events,
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
            count(DISTINCT story_id) FILTER (WHERE is_cooperation) AS cooperation_stories,
            count(DISTINCT story_id) FILTER (WHERE is_conflict) AS conflict_stories,
            count(*) FILTER (WHERE is_cooperation)
            - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
            sum(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS sum_intensity,
            avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
            avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
            max(event_date) AS last_event_date
        FROM side
        WHERE partner IN (SELECT chosen.partner FROM chosen)
        GROUP BY partner
    ),

    final AS (
        SELECT
            chosen.partner,
            names.name AS partner_name,
            coalesce(counted.mentions, 0) AS mentions,
            coalesce(counted.stories, 0) AS stories,
            coalesce(counted.one_a_day_events, 0) AS one_a_day_events,
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
            coalesce(counted.cooperation_stories, 0) AS cooperation_stories,
            coalesce(counted.conflict_stories, 0) AS conflict_stories,
            coalesce(counted.net_cooperation_mentions, 0) AS net_cooperation_mentions,
            coalesce(counted.net_cooperation_stories, 0) AS net_cooperation_stories,
            counted.sum_intensity,
            counted.mean_intensity_actual,
            counted.mean_intensity,
            counted.last_event_date,
            halves.trend,
            bounds.middle - bounds.reach AS trend_low,
            bounds.middle + bounds.reach AS trend_high
        FROM chosen
        CROSS JOIN total
        LEFT JOIN counted ON chosen.partner = counted.partner
        LEFT JOIN halves ON chosen.partner = halves.partner
        LEFT JOIN bounds ON chosen.partner = bounds.partner
        LEFT JOIN country AS names ON chosen.partner = names.iso3
    )

    SELECT *
    FROM final
    ORDER BY mentions DESC, partner ASC;
