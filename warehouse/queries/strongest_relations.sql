-- question: Which pairs of countries are closest, and which are furthest apart?
-- grain: one pair that at least two stories tell of
-- title: Who is closest, and who furthest apart?
SELECT
    country_a,
    country_b,
    stories,
    mentions,
    net_cooperation_stories,
    round(mean_intensity_actual, 2) AS mean_intensity_actual
FROM mart_dyad
WHERE stories >= 2
ORDER BY net_cooperation_stories DESC, mean_intensity_actual DESC NULLS LAST, country_a ASC, country_b ASC
LIMIT 20;
