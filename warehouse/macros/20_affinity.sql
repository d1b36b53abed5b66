-- question: Which countries treat third ones as a given country does?
-- grain: one other country that acts on a third one on which the given one acts too; an empty list means all such
-- usage: SELECT * FROM affinity('PAK', ['CHN', 'USA'])
-- formula: affinity = 1 - mean over third countries k of |x_ak - x_bk| / 10, x_ak being a's mean intensity towards k: 1
--   where both treat all alike, -1 where they stand at opposite ends of the scale; same_sign is the share of third
--   countries that both favour or both oppose
-- source: S score with equal weights and a range of 20, Signorino & Ritter 1999 ("Tau-b or Not Tau-b")
--
-- Towards k count a's own acts and acts of both sides alike. The fewer third_countries there are, the less it says:
-- one or two prove nothing. mentions and stories are summed over the acts on the shared third countries.
CREATE OR REPLACE MACRO affinity(country, others) AS TABLE
    WITH asked AS (
        SELECT country_among(country, others) AS asked_iso3
    ),

    named AS (
        SELECT country_code(wanted) AS other
        FROM (SELECT unnest(others) AS wanted) AS listed
    ),

    stance AS (
        SELECT
            source,
            target,
            mentions,
            stories,
            mean_intensity
        FROM mart_directed_dyad
        WHERE mean_intensity IS NOT NULL
    ),

    shared AS (
        SELECT
            other_stance.source AS other,
            own.target AS third,
            own.mentions + other_stance.mentions AS mentions,
            own.stories + other_stance.stories AS stories,
            own.mean_intensity AS own_intensity,
            other_stance.mean_intensity AS other_intensity
        FROM stance AS own
        INNER JOIN asked ON own.source = asked.asked_iso3
        INNER JOIN stance AS other_stance ON own.target = other_stance.target
        WHERE
            other_stance.source != asked.asked_iso3
            AND (len(others) = 0 OR other_stance.source IN (SELECT named.other FROM named))
    )

    SELECT
        shared.other,
        names.name AS other_name,
        count(*) AS third_countries,
        sum(shared.mentions)::BIGINT AS mentions,
        sum(shared.stories)::BIGINT AS stories,
        1 - avg(abs(shared.own_intensity - shared.other_intensity)) / 10 AS affinity,
        avg((sign(shared.own_intensity) = sign(shared.other_intensity))::INTEGER) AS same_sign
    FROM shared
    LEFT JOIN country AS names ON shared.other = names.iso3
    GROUP BY shared.other, names.name
    ORDER BY affinity DESC, third_countries DESC, shared.other ASC;
