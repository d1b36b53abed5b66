-- question: How does one country's tie to a second move as the second's tie to a third does?
-- grain: one period in which both ties are on record: year, quarter, month, week or day
-- usage: SELECT * FROM co_movement('IND', 'RUS', 'PAK', 'year')
-- formula: each tie's mean intensity a period, its change from the last period before in which both are on record, and
--   over all periods Pearson's correlation of the two means, null with fewer than three periods
-- source: Pearson's correlation; periods as in timeline
--
-- A correlation of a handful of periods is weak evidence: periods says how many it rests on. mentions and stories are
-- sums over the two ties: a story on all three countries is in both.
CREATE OR REPLACE MACRO co_movement(a, b, c, grain, since := NULL, until := NULL, domain := NULL) AS TABLE
    WITH first_tie AS (
        SELECT *
        FROM timeline(a, b, grain, since := since, until := until, domain := domain)
        WHERE period IS NOT NULL AND mean_intensity IS NOT NULL
    ),

    second_tie AS (
        SELECT *
        FROM timeline(b, c, grain, since := since, until := until, domain := domain)
        WHERE period IS NOT NULL AND mean_intensity IS NOT NULL
    ),

    both_ties AS (
        SELECT
            first_tie.period,
            first_tie.mentions + second_tie.mentions AS mentions,
            first_tie.stories AS ab_stories,
            second_tie.stories AS bc_stories,
            first_tie.mean_intensity AS ab_intensity,
            second_tie.mean_intensity AS bc_intensity
        FROM first_tie
        INNER JOIN second_tie ON first_tie.period = second_tie.period
    ),

    moved AS (
        SELECT
            *,
            ab_intensity - lag(ab_intensity) OVER (ORDER BY period) AS ab_change,
            bc_intensity - lag(bc_intensity) OVER (ORDER BY period) AS bc_change
        FROM both_ties
    ),

    overall AS (
        SELECT
            count(*) AS periods,
            corr(ab_intensity, bc_intensity) AS correlation
        FROM both_ties
    )

    SELECT
        period,
        mentions,
        ab_stories + bc_stories AS stories,
        ab_stories,
        bc_stories,
        ab_intensity,
        bc_intensity,
        ab_change,
        bc_change,
        CASE sign(ab_change * bc_change) WHEN 1 THEN 'together' WHEN -1 THEN 'apart' WHEN 0 THEN 'one stood still' END
            AS moves,
        overall.periods,
        if(overall.periods >= 3, overall.correlation, NULL) AS correlation
    FROM moved
    CROSS JOIN overall
    ORDER BY moved.period;
