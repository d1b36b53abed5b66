-- question: How central is each country in the net of relations, and how tightly are its partners tied?
-- grain: one country that has a relation
-- formula: degree = number of partners; degree_centrality = degree / (countries - 1); strength = stories of its ties,
--   summed; concentration = sum over partners of (stories / strength)^2, 1 where all is with one; clustering = ties
--   among its partners / pairs of its partners, null with fewer than two; eigenvector_centrality = x of Ax = lambda x,
--   A the stories of each tie, the largest x being 1, by 50 power iterations of A / s + I, s the largest strength (I
--   keeps a net of two sides from swinging)
-- source: Freeman 1978 (degree); Barrat et al. 2004 (strength); Herfindahl index; Watts & Strogatz 1998; Bonacich 1972
-- note: Ties are of all relations, whatever their sign and status; cooperative_partners and conflictual_partners count
--   those whose net cooperation in stories is above and below 0. For betweenness and communities hand mart_dyad to
--   networkx or igraph.
WITH RECURSIVE tie AS (
    SELECT
        iso3,
        partner,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        count(DISTINCT story_id) FILTER (WHERE is_cooperation)
        - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation
    FROM relation_side
    GROUP BY iso3, partner
),

degrees AS (
    SELECT
        iso3,
        sum(mentions)::BIGINT AS mentions,
        sum(stories)::BIGINT AS strength,
        count(*) AS degree,
        count(*) FILTER (WHERE net_cooperation > 0) AS cooperative_partners,
        count(*) FILTER (WHERE net_cooperation < 0) AS conflictual_partners,
        sum(stories * stories) / sum(stories) ** 2 AS concentration
    FROM tie
    GROUP BY iso3
),

strongest AS (
    SELECT max(strength) AS strength
    FROM degrees
),

-- The tie from partner to partner, where both are a country's: each such tie is seen from both its ends.
closed AS (
    SELECT
        near.iso3,
        count(*) / 2 AS ties_among_partners
    FROM tie AS near
    INNER JOIN tie AS far ON near.partner = far.iso3
    INNER JOIN tie AS back ON near.iso3 = back.iso3 AND far.partner = back.partner
    GROUP BY near.iso3
),

power AS (
    SELECT
        0 AS step,
        iso3,
        1.0::DOUBLE AS score
    FROM degrees
    UNION ALL
    SELECT
        power.step + 1 AS step,
        degrees.iso3,
        sum(tie.stories * power.score) / any_value(shift.strength)
        + any_value(own.score) AS score
    FROM power
    INNER JOIN tie ON power.iso3 = tie.partner
    INNER JOIN degrees ON tie.iso3 = degrees.iso3
    INNER JOIN power AS own ON degrees.iso3 = own.iso3
    CROSS JOIN strongest AS shift
    WHERE power.step < 50
    GROUP BY power.step, degrees.iso3
),

-- No step is larger than twice the one before, so 50 of them fit a double without rescaling.
last_step AS (
    SELECT
        max(score) AS largest,
        count(*) AS countries
    FROM power
    WHERE step = 50
),

told AS (
    SELECT
        iso3,
        count(DISTINCT story_id) AS stories
    FROM relation_side
    GROUP BY iso3
)

SELECT
    degrees.iso3,
    names.name,
    degrees.mentions,
    told.stories,
    degrees.degree,
    degrees.degree / nullif(last_step.countries - 1, 0) AS degree_centrality,
    degrees.strength,
    degrees.cooperative_partners,
    degrees.conflictual_partners,
    degrees.concentration,
    if(
        degrees.degree > 1,
        coalesce(closed.ties_among_partners, 0) / (degrees.degree * (degrees.degree - 1) / 2),
        NULL
    ) AS clustering,
    power.score / last_step.largest AS eigenvector_centrality
FROM degrees
INNER JOIN told ON degrees.iso3 = told.iso3
INNER JOIN power ON degrees.iso3 = power.iso3 AND power.step = 50
CROSS JOIN last_step
LEFT JOIN closed ON degrees.iso3 = closed.iso3
LEFT JOIN country AS names ON degrees.iso3 = names.iso3
ORDER BY power.score DESC, degrees.iso3 ASC;
