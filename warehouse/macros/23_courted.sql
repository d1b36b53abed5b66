-- question: Whom does a country draw near after they fell out with another one?
-- grain: one third country that had an actual conflict with the rival
-- usage: SELECT * FROM courted('RUS', 'USA')
-- formula: net cooperation of suitor and third country after the first actual conflict of the third country with the
--   rival, minus that before it; the day itself counts as after
-- source: own; net cooperation as in mart_dyad
--
-- mentions and stories are those of suitor and third country. quarrel_stories tells how much the quarrel rests on;
-- is_drawn_near says that cooperation after it outweighs both conflict and what was before. Where quarrel or act has no
-- date, or one known to the year or month alone, so that nobody knows which came first, such acts are in
-- net_cooperation_undated, and is_drawn_near is null where there are no others.
CREATE OR REPLACE MACRO courted(suitor, rival, since := NULL, until := NULL, domain := NULL) AS TABLE
    WITH quarrel AS (
        SELECT
            partner AS third,
            min(event_date) AS quarrel_date,
            min(event_date_end) AS latest_quarrel_date,
            count(DISTINCT story_id) AS quarrel_stories
        FROM side_of(rival, since := since, until := until, only_status := 'actual')
        WHERE is_conflict
        GROUP BY partner
    ),

    court AS (
        SELECT
            side.*,
            quarrel.quarrel_date,
            quarrel.quarrel_stories,
            CASE
                WHEN side.event_date >= quarrel.latest_quarrel_date THEN TRUE
                WHEN side.event_date_end < quarrel.quarrel_date THEN FALSE
            END AS is_after
        FROM side_of(suitor, since := since, until := until, domain := domain) AS side
        INNER JOIN quarrel ON side.partner = quarrel.third
        WHERE side.partner != country_code(rival)
    ),

    counted AS (
        SELECT
            partner AS third,
            quarrel_date,
            quarrel_stories,
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation AND NOT is_after)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict AND NOT is_after) AS net_cooperation_before,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation AND is_after)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict AND is_after) AS net_cooperation_after,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation AND is_after IS NULL)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict AND is_after IS NULL) AS net_cooperation_undated,
            count(is_after) > 0 AS is_dated,
            avg(intensity) FILTER (WHERE NOT is_after AND NOT is_negated AND NOT is_copy) AS mean_before,
            avg(intensity) FILTER (WHERE is_after AND NOT is_negated AND NOT is_copy) AS mean_after,
            max(event_date) AS last_event_date
        FROM court
        GROUP BY partner, quarrel_date, quarrel_stories
    )

    SELECT
        counted.third,
        names.name AS third_name,
        counted.quarrel_date,
        counted.quarrel_stories,
        counted.mentions,
        counted.stories,
        counted.net_cooperation_before,
        counted.net_cooperation_after,
        counted.net_cooperation_undated,
        counted.mean_before,
        counted.mean_after,
        counted.last_event_date,
        if(
            counted.is_dated, counted.net_cooperation_after > greatest(counted.net_cooperation_before, 0), NULL
        ) AS is_drawn_near
    FROM counted
    LEFT JOIN country AS names ON counted.third = names.iso3
    ORDER BY
        is_drawn_near DESC NULLS LAST,
        counted.net_cooperation_after - counted.net_cooperation_before DESC,
        counted.stories DESC,
        counted.third ASC;
