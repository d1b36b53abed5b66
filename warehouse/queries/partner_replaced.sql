-- question: Is Russia replacing the United States as Pakistan's partner?
-- grain: one of the two, with its rank among all of Pakistan's partners in the earlier and the later half of the record
-- note: Name a day that matters with split := '2001-09-11'.
-- title: Is one partner replacing another?
-- evidence: detente evidence RUS PAK; detente evidence USA PAK
SELECT
    partner_name,
    first_day_after,
    stories_before,
    stories_after,
    stories_undated,
    rank_before,
    rank_after,
    round(share_before, 2) AS share_before,
    round(share_after, 2) AS share_after,
    net_cooperation_before,
    net_cooperation_after,
    round(change, 2) AS change,
    round(change_low, 2) AS change_low,
    round(change_high, 2) AS change_high,
    is_sure
FROM partner_ranks('PAK')
WHERE partner IN ('RUS', 'USA')
ORDER BY partner ASC;
