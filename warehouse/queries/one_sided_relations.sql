-- question: Where does one country act otherwise than it is treated?
-- grain: one unordered pair with acts in both directions
-- title: Where does one act otherwise than it is treated?
SELECT
    forth.source AS country_a,
    forth.target AS country_b,
    forth.mentions AS a_to_b_mentions,
    back.mentions AS b_to_a_mentions,
    round(forth.mean_intensity, 2) AS a_to_b_intensity,
    round(back.mean_intensity, 2) AS b_to_a_intensity,
    round(abs(forth.mean_intensity - back.mean_intensity), 2) AS difference
FROM mart_directed_dyad AS forth
INNER JOIN mart_directed_dyad AS back ON forth.source = back.target AND forth.target = back.source
WHERE forth.source < forth.target
ORDER BY difference DESC NULLS LAST, country_a ASC, country_b ASC
LIMIT 20;
