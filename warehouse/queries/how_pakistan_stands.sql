-- question: How does Pakistan stand with Russia, China, the United States and India?
-- grain: one partner
-- title: How one country stands with several
SELECT
    partner_name,
    stories,
    mentions,
    one_a_day_events,
    net_cooperation_stories,
    round(mean_intensity_actual, 2) AS mean_intensity_actual,
    round(trend, 2) AS trend,
    round(trend_low, 2) AS trend_low,
    round(trend_high, 2) AS trend_high,
    last_event_date
FROM compare('PAK', ['RUS', 'CHN', 'USA', 'IND']);
