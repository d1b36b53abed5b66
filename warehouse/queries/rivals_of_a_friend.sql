-- question: Who is warm with a rival of Pakistan, and between whom is Pakistan torn?
-- grain: one triangle of Pakistan and two others that is out of balance
-- title: Who warms to whose rival?
-- evidence: detente evidence with any two of the three
SELECT
    b,
    c,
    pattern,
    stories,
    mentions,
    round(ab_intensity, 2) AS pak_b,
    round(ac_intensity, 2) AS pak_c,
    round(bc_intensity, 2) AS b_c
FROM triangles('PAK')
WHERE NOT is_balanced
ORDER BY stories DESC, mentions DESC, b ASC, c ASC
LIMIT 20;
