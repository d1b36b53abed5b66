-- question: How do two countries treat each third one?
-- grain: one third country on which both act
-- usage: SELECT * FROM third_parties('CHN', 'PAK')
-- formula: difference = |x_ak - x_bk|, what affinity takes the mean of
-- source: as affinity
--
-- mentions and stories are sums over the two: a story in which both act on the third counts for each.
CREATE OR REPLACE MACRO third_parties(a, b) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3
    )

    SELECT
        own.target AS third,
        names.name AS third_name,
        own.mentions + other.mentions AS mentions,
        own.stories + other.stories AS stories,
        own.mean_intensity AS a_intensity,
        other.mean_intensity AS b_intensity,
        abs(own.mean_intensity - other.mean_intensity) AS difference
    FROM asked
    INNER JOIN mart_directed_dyad AS own ON asked.first_iso3 = own.source
    INNER JOIN mart_directed_dyad AS other ON asked.second_iso3 = other.source AND own.target = other.target
    LEFT JOIN country AS names ON own.target = names.iso3
    WHERE own.mean_intensity IS NOT NULL AND other.mean_intensity IS NOT NULL
    ORDER BY difference DESC, third ASC;
