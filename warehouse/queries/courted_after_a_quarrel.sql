-- question: Who else is Russia courting after a quarrel with Washington?
-- grain: one third country that had an actual conflict with the United States
-- title: Who is being courted after a quarrel with another?
-- evidence: detente evidence RUS TUR; detente evidence USA TUR
SELECT
    third_name,
    quarrel_date,
    quarrel_stories,
    stories,
    mentions,
    net_cooperation_before,
    net_cooperation_after,
    net_cooperation_undated,
    round(mean_before, 2) AS mean_before,
    round(mean_after, 2) AS mean_after,
    last_event_date,
    is_drawn_near
FROM courted('RUS', 'USA')
ORDER BY
    is_drawn_near DESC NULLS LAST,
    net_cooperation_after - net_cooperation_before DESC,
    stories DESC,
    third_name ASC;
