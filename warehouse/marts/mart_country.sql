-- question: How active is each country, how is it treated, and who is its main partner?
-- grain: one country that has a relation
-- note: An act of both sides alike (mutual) is in neither out nor in. Means leave out copies and what did not happen.
WITH totals AS (
    SELECT
        iso3,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        count(DISTINCT partner) AS partners,
        count(*) FILTER (WHERE direction = 'out') AS out_mentions,
        count(DISTINCT story_id) FILTER (WHERE direction = 'out') AS out_stories,
        count(*) FILTER (WHERE direction = 'in') AS in_mentions,
        count(DISTINCT story_id) FILTER (WHERE direction = 'in') AS in_stories,
        count(*) FILTER (WHERE direction = 'mutual') AS mutual_mentions,
        count(DISTINCT story_id) FILTER (WHERE direction = 'mutual') AS mutual_stories,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy AND direction = 'out') AS mean_intensity_out,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy AND direction = 'in') AS mean_intensity_in,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
        min(event_date) AS first_event_date,
        max(event_date) AS last_event_date
    FROM relation_side
    GROUP BY iso3
),

top_partner AS (
    SELECT
        iso3,
        partner,
        count(DISTINCT story_id) AS stories,
        count(*) AS mentions
    FROM relation_side
    GROUP BY iso3, partner
    QUALIFY row_number() OVER (PARTITION BY iso3 ORDER BY stories DESC, mentions DESC, partner ASC) = 1
)

SELECT
    totals.iso3,
    country.name,
    totals.* EXCLUDE (iso3), -- noqa: RF02
    top_partner.partner AS top_partner,
    top_partner.mentions AS top_partner_mentions,
    top_partner.stories AS top_partner_stories
FROM totals
INNER JOIN top_partner ON totals.iso3 = top_partner.iso3
LEFT JOIN country ON totals.iso3 = country.iso3
ORDER BY totals.stories DESC, totals.mentions DESC, totals.iso3 ASC;
