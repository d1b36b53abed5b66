-- question: How much do two countries matter to each other, given how often each is in the news at all?
-- grain: one unordered pair of countries
-- formula: salience = sqrt(n_ab / n_a * n_ab / n_b) = n_ab / sqrt(n_a * n_b), n = stories;
--   log_salience = ln(1 + n_ab) / sqrt(ln(1 + n_a) * ln(1 + n_b)), which a few much-told countries rule less
-- source: Ochiai 1957; Salton & McGill 1983 (cosine); logarithms of counts as usual for heavy-tailed event counts
WITH pair AS (
    SELECT
        country_a,
        country_b,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories
    FROM relation_dyad
    GROUP BY country_a, country_b
),

country_total AS (
    SELECT
        iso3,
        count(DISTINCT story_id) AS stories
    FROM relation_side
    GROUP BY iso3
)

SELECT
    pair.country_a,
    pair.country_b,
    pair.mentions,
    pair.stories,
    own.stories AS stories_a,
    other.stories AS stories_b,
    pair.stories / own.stories AS share_a,
    pair.stories / other.stories AS share_b,
    pair.stories / sqrt(own.stories * other.stories) AS salience,
    ln(1 + pair.stories) / sqrt(ln(1 + own.stories) * ln(1 + other.stories)) AS log_salience
FROM pair
INNER JOIN country_total AS own ON pair.country_a = own.iso3
INNER JOIN country_total AS other ON pair.country_b = other.iso3
ORDER BY salience DESC, pair.country_a ASC, pair.country_b ASC;
