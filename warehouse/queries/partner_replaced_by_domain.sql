-- question: In which domains does Russia stand where the United States stood as Pakistan's partner?
-- grain: one domain in which Pakistan deals with either
-- title: In which domains?
-- evidence: detente evidence RUS PAK --domain energy; detente evidence USA PAK --domain energy
WITH russia AS (
    SELECT *
    FROM domain_profile('PAK', 'RUS')
),

america AS (
    SELECT *
    FROM domain_profile('PAK', 'USA')
)

SELECT
    coalesce(russia.context, america.context) AS domain,
    coalesce(russia.stories, 0) AS russia_stories,
    coalesce(america.stories, 0) AS america_stories,
    coalesce(russia.mentions, 0) AS russia_mentions,
    coalesce(america.mentions, 0) AS america_mentions,
    coalesce(russia.net_cooperation_stories, 0) AS russia_net,
    coalesce(america.net_cooperation_stories, 0) AS america_net,
    round(russia.mean_intensity, 2) AS russia_intensity,
    round(america.mean_intensity, 2) AS america_intensity
FROM russia
FULL JOIN america ON russia.context = america.context
ORDER BY russia_stories + america_stories DESC, domain ASC;
