-- question: What was refused, where, and why?
-- grain: one stage, check and reason
-- title: What was refused, and why?
SELECT
    stage,
    table_name,
    check_name,
    reason,
    count(*) AS items,
    min(item) AS example
FROM quarantine
GROUP BY ALL
ORDER BY items DESC, stage ASC, table_name ASC, check_name ASC, reason ASC;
