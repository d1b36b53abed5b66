-- question: Who acts on whom, and does the other answer in kind?
-- grain: one unordered pair of countries
-- formula: balance = 2 * min(n_ab, n_ba) / (n_ab + n_ba), n = stories of directed acts: 1 where both act as much,
--   0 where one alone acts; intensity_gap = |mean of a to b - mean of b to a|
-- source: reciprocity of weighted ties, Squartini et al. 2013 (there min(w_ab, w_ba) over the total)
-- note: Acts of both sides alike have no direction: they are in mutual_stories alone. So is balance null without
--   directed acts. Counts of stories include what did not happen; means leave it and copies out.
WITH directed AS (
    SELECT
        country_a,
        country_b,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        count(DISTINCT story_id) FILTER (WHERE NOT is_symmetric AND source = country_a) AS a_to_b_stories,
        count(DISTINCT story_id) FILTER (WHERE NOT is_symmetric AND source = country_b) AS b_to_a_stories,
        count(DISTINCT story_id) FILTER (WHERE is_symmetric) AS mutual_stories,
        avg(intensity) FILTER (WHERE NOT is_symmetric AND source = country_a AND NOT is_negated AND NOT is_copy)
            AS a_to_b_intensity,
        avg(intensity) FILTER (WHERE NOT is_symmetric AND source = country_b AND NOT is_negated AND NOT is_copy)
            AS b_to_a_intensity
    FROM relation_dyad
    GROUP BY country_a, country_b
)

SELECT
    *,
    a_to_b_stories / nullif(a_to_b_stories + b_to_a_stories, 0) AS share_from_a,
    2 * least(a_to_b_stories, b_to_a_stories) / nullif(a_to_b_stories + b_to_a_stories, 0) AS balance,
    abs(a_to_b_intensity - b_to_a_intensity) AS intensity_gap
FROM directed
ORDER BY stories DESC, mentions DESC, country_a ASC, country_b ASC;
