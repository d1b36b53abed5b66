-- question: Who is warm with whose rival, and where is a country torn between two that quarrel?
-- grain: one triangle of the country and two others, b before c in the alphabet, whose three ties are all on record
-- usage: SELECT * FROM triangles('PAK')
-- formula: a tie's sign is that of its mean intensity; a triangle is balanced where the product of the three is above 0
-- source: structural balance, Heider 1946; Cartwright & Harary 1956
--
-- mentions and stories are those of the tie that is told of least: a triangle is no surer than it. A tie whose mean is
-- 0 has no sign, and its triangles are left out.
CREATE OR REPLACE MACRO triangles(country) AS TABLE
    WITH asked AS (
        SELECT country_code(country) AS asked_iso3
    ),

    tie AS (
        SELECT
            country_a,
            country_b,
            mentions,
            stories,
            mean_intensity
        FROM mart_dyad
        WHERE mean_intensity != 0
    ),

    own AS (
        SELECT
            asked.asked_iso3,
            if(tie.country_a = asked.asked_iso3, tie.country_b, tie.country_a) AS partner,
            tie.mentions,
            tie.stories,
            tie.mean_intensity
        FROM tie
        INNER JOIN asked ON asked.asked_iso3 IN (tie.country_a, tie.country_b)
    ),

    closed AS (
        SELECT
            b.asked_iso3 AS a,
            b.partner AS b,
            c.partner AS c,
            least(b.mentions, c.mentions, far.mentions) AS mentions,
            least(b.stories, c.stories, far.stories) AS stories,
            b.mean_intensity AS ab_intensity,
            c.mean_intensity AS ac_intensity,
            far.mean_intensity AS bc_intensity
        FROM tie AS far
        INNER JOIN own AS b ON far.country_a = b.partner
        INNER JOIN own AS c ON far.country_b = c.partner
    )

    SELECT
        *,
        ab_intensity * ac_intensity * bc_intensity > 0 AS is_balanced,
        CASE
            WHEN ab_intensity > 0 AND ac_intensity > 0 AND bc_intensity > 0
                THEN a || ', ' || b || ' and ' || c || ' are all warm'
            WHEN ab_intensity > 0 AND ac_intensity > 0
                THEN a || ' is warm with ' || b || ' and ' || c || ', and they quarrel'
            WHEN ab_intensity > 0 AND bc_intensity > 0 THEN b || ' is warm with ' || c || ', rival of ' || a
            WHEN ac_intensity > 0 AND bc_intensity > 0 THEN c || ' is warm with ' || b || ', rival of ' || a
            WHEN ab_intensity > 0 THEN a || ' and ' || b || ' share the rival ' || c
            WHEN ac_intensity > 0 THEN a || ' and ' || c || ' share the rival ' || b
            WHEN bc_intensity > 0 THEN b || ' and ' || c || ' share the rival ' || a
            ELSE a || ', ' || b || ' and ' || c || ' are all cold'
        END AS pattern
    FROM closed
    ORDER BY stories DESC, mentions DESC, b ASC, c ASC;
