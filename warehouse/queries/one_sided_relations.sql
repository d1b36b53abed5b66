-- question: Where does one country act otherwise than it is treated?
-- grain: one unordered pair with at least two stories of directed acts each way; what both do alike has no direction
-- title: Where does one act otherwise than it is treated?
SELECT
    country_a,
    country_b,
    a_to_b_stories,
    b_to_a_stories,
    round(a_to_b_intensity, 2) AS a_to_b_intensity,
    round(b_to_a_intensity, 2) AS b_to_a_intensity,
    round(intensity_gap, 2) AS intensity_gap
FROM mart_reciprocity
WHERE a_to_b_stories >= 2 AND b_to_a_stories >= 2
ORDER BY mart_reciprocity.intensity_gap DESC NULLS LAST, country_a ASC, country_b ASC
LIMIT 20;
