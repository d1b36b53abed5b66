-- question: Is every country that is coded in the dimension?
-- grain: one row that breaks the rule; none passes
WITH used AS (
    SELECT
        'mention' AS table_name,
        mention_id AS row_id,
        iso3
    FROM mention
    UNION ALL
    SELECT
        'relation' AS table_name,
        relation_id AS row_id,
        unnest([source, target]) AS iso3
    FROM relation
    UNION ALL
    SELECT
        'money' AS table_name,
        money_id AS row_id,
        unnest([payer, payee, pair_a, pair_b]) AS iso3
    FROM money
)

SELECT used.*
FROM used
ANTI JOIN country ON used.iso3 = country.iso3
WHERE used.iso3 IS NOT NULL;
