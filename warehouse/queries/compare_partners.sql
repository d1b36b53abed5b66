-- question: How does Pakistan stand with Russia, China, the United States and India?
-- grain: one partner
SELECT
    partner_name,
    stories,
    mentions,
    net_cooperation_stories,
    round(mean_intensity_actual, 2) AS mean_intensity_actual,
    round(trend, 2) AS trend,
    last_event_date
FROM compare('PAK', ['RUS', 'CHN', 'USA', 'IND']);
