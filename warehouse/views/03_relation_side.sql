-- question: How does each relation look from either of its two countries?
-- grain: one relation and one of its countries, so two rows a relation; direction is out, in or mutual
CREATE OR REPLACE VIEW relation_side AS
SELECT
    source AS iso3,
    target AS partner,
    if(is_symmetric, 'mutual', 'out') AS direction,
    *
FROM relation_dyad
UNION ALL
SELECT
    target AS iso3,
    source AS partner,
    if(is_symmetric, 'mutual', 'in') AS direction,
    *
FROM relation_dyad;
