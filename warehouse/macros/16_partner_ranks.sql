-- question: Which partners gain and which lose, from before a day to after it?
-- grain: one partner; without a day, the middle of the country's dated record parts before from after
-- usage: SELECT * FROM partner_ranks('PAK', split := '2001-09-11')
-- formula: change = shrunk mean after - shrunk mean before; its bounds = change ± 1.96 sqrt(variance before + after)
-- source: normal model with variances of mart_intensity_prior, Gelman et al. 2013, section 5.4; see docs/measures.md
--
-- The middle day itself is after. Relations that are undated, or dated to a year or month that the day parts, are on
-- neither side, but in mentions, stories and stories_undated. Ranks and shares are of stories; rank 1 is the partner
-- that most stories tell of, and equal numbers share a rank. The means are of actual events without copies, one value a
-- story; each period is shrunk towards the mean of both, so that two events do not make a trend: is_sure says that 0
-- lies outside the bounds.
CREATE OR REPLACE MACRO partner_ranks(
    country, split := NULL, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    WITH side AS (
        SELECT *
        FROM side_of(country, since := since, until := until, domain := domain, only_status := only_status)
    ),

    middle AS (
        SELECT
            coalesce(
                split::DATE, min(event_date) + ((max(event_date_end) - min(event_date) + 1) // 2)::INTEGER
            ) AS first_day_after
        FROM side
    ),

    parted AS (
        SELECT
            side.*,
            CASE
                WHEN side.event_date >= middle.first_day_after THEN TRUE
                WHEN side.event_date_end < middle.first_day_after THEN FALSE
            END AS is_after
        FROM side
        CROSS JOIN middle
    ),

    total AS (
        SELECT
            count(DISTINCT story_id) FILTER (WHERE NOT is_after) AS stories_before,
            count(DISTINCT story_id) FILTER (WHERE is_after) AS stories_after
        FROM parted
    ),

    counted AS (
        SELECT
            partner,
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories,
            count(DISTINCT story_id) FILTER (WHERE NOT is_after) AS stories_before,
            count(DISTINCT story_id) FILTER (WHERE is_after) AS stories_after,
            count(DISTINCT story_id) FILTER (WHERE is_after IS NULL) AS stories_undated,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation AND NOT is_after)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict AND NOT is_after) AS net_cooperation_before,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation AND is_after)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict AND is_after) AS net_cooperation_after
        FROM parted
        GROUP BY partner
    ),

    told AS (
        SELECT
            partner,
            is_after,
            avg(intensity) AS intensity
        FROM parted
        WHERE status = 'actual' AND NOT is_copy AND is_after IS NOT NULL
        GROUP BY partner, is_after, story_id
    ),

    means AS (
        SELECT
            partner,
            count(*) FILTER (WHERE NOT is_after) AS observed_before,
            count(*) FILTER (WHERE is_after) AS observed_after,
            avg(intensity) FILTER (WHERE NOT is_after) AS mean_before,
            avg(intensity) FILTER (WHERE is_after) AS mean_after,
            avg(intensity) AS mean_both
        FROM told
        GROUP BY partner
    ),

    bounds AS (
        SELECT
            means.partner,
            shrunk_mean(
                means.observed_after, means.mean_after, means.mean_both, basis.within_variance, basis.between_variance
            )
            - shrunk_mean(
                means.observed_before, means.mean_before, means.mean_both, basis.within_variance, basis.between_variance
            ) AS change,
            1.96 * sqrt(
                shrunk_variance(means.observed_after, basis.within_variance, basis.between_variance)
                + shrunk_variance(means.observed_before, basis.within_variance, basis.between_variance)
            ) AS reach
        FROM means
        CROSS JOIN mart_intensity_prior AS basis
        WHERE means.observed_before > 0 AND means.observed_after > 0
    )

    SELECT
        counted.partner,
        names.name AS partner_name,
        middle.first_day_after,
        counted.mentions,
        counted.stories,
        counted.stories_before,
        counted.stories_after,
        counted.stories_undated,
        if(counted.stories_before > 0, rank() OVER (ORDER BY counted.stories_before DESC), NULL) AS rank_before,
        if(counted.stories_after > 0, rank() OVER (ORDER BY counted.stories_after DESC), NULL) AS rank_after,
        counted.stories_before / nullif(total.stories_before, 0) AS share_before,
        counted.stories_after / nullif(total.stories_after, 0) AS share_after,
        counted.net_cooperation_before,
        counted.net_cooperation_after,
        means.mean_before,
        means.mean_after,
        bounds.change,
        bounds.change - bounds.reach AS change_low,
        bounds.change + bounds.reach AS change_high,
        coalesce(abs(bounds.change) > bounds.reach, FALSE) AS is_sure
    FROM counted
    CROSS JOIN middle
    CROSS JOIN total
    LEFT JOIN means ON counted.partner = means.partner
    LEFT JOIN bounds ON counted.partner = bounds.partner
    LEFT JOIN country AS names ON counted.partner = names.iso3
    ORDER BY counted.stories_after DESC, counted.stories_before DESC, counted.partner ASC;
