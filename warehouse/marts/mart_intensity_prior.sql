-- question: How far do the intensities of one pair's stories spread, and how far do pairs lie apart?
-- grain: one row: what a change between two periods is measured against
-- formula: one-way analysis of variance over pairs, one value a pair and story (the mean of its actual events):
--   within = SSW / (N - k), between = ((SSB / (k - 1)) - within) / n0, n0 = (N - sum n^2 / N) / (k - 1)
-- source: method of moments for unbalanced groups, Searle, Casella & McCulloch 1992, Variance Components, ch. 3
-- note: With fewer than ten pairs of two stories both are the variance of the event types' scale, the widest guess;
--   between is never taken for less than a tenth of within, so that no pair is held to be unable to change.
WITH scale AS (
    SELECT var_pop(intensity) AS variance
    FROM event_type
),

story AS (
    SELECT
        country_a,
        country_b,
        story_id,
        count(*) AS mentions,
        avg(intensity) AS intensity
    FROM relation_dyad
    WHERE status = 'actual' AND NOT is_copy
    GROUP BY country_a, country_b, story_id
),

pair AS (
    SELECT
        count(*) AS stories,
        sum(mentions) AS mentions,
        avg(intensity) AS mean_intensity,
        coalesce(var_samp(intensity), 0) * (count(*) - 1) AS squares
    FROM story
    GROUP BY country_a, country_b
),

grand AS (
    SELECT
        count(*) AS pairs,
        count(*) FILTER (WHERE stories > 1) AS pairs_of_two,
        coalesce(sum(mentions), 0)::BIGINT AS mentions,
        coalesce(sum(stories), 0)::BIGINT AS stories,
        sum(stories * mean_intensity) / sum(stories) AS mean_intensity,
        sum(squares) / nullif(sum(stories) - count(*), 0) AS within_variance,
        (sum(stories) - sum(stories * stories) / sum(stories)) / nullif(count(*) - 1, 0) AS stories_a_pair
    FROM pair
),

spread AS (
    SELECT sum(pair.stories * (pair.mean_intensity - grand.mean_intensity) ** 2) AS squares_between
    FROM pair
    CROSS JOIN grand
),

estimated AS (
    SELECT
        grand.*,
        (spread.squares_between / nullif(grand.pairs - 1, 0) - grand.within_variance)
        / nullif(grand.stories_a_pair, 0) AS between_variance,
        grand.pairs_of_two >= 10 AND grand.within_variance > 0 AS is_estimated
    FROM grand
    CROSS JOIN spread
)

SELECT
    estimated.pairs,
    estimated.mentions,
    estimated.stories,
    estimated.mean_intensity,
    estimated.is_estimated,
    if(estimated.is_estimated, estimated.within_variance, scale.variance) AS within_variance,
    if(
        estimated.is_estimated,
        greatest(estimated.between_variance, estimated.within_variance / 10),
        scale.variance
    ) AS between_variance
FROM estimated
CROSS JOIN scale;
