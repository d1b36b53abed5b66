-- question: Did two countries warm to each other or cool, from before a day to after it, and is that more than chance?
-- grain: one row for the pair, none where no relation is on record; columns as partner_ranks has them
-- usage: SELECT * FROM change('RUS', 'PAK', split := '2001-09-11')
-- formula: as partner_ranks
-- source: as partner_ranks
--
-- Without a day, the middle of the pair's own dated record parts before from after. Ranks and shares are among a's
-- partners.
CREATE OR REPLACE MACRO change(
    a, b, split := NULL, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    SELECT ranks.*
    FROM
        partner_ranks(
            a,
            split := coalesce(
                split::DATE,
                (
                    SELECT min(event_date) + ((max(event_date_end) - min(event_date) + 1) // 2)::INTEGER
                    FROM pair_of(a, b, since := since, until := until, domain := domain, only_status := only_status)
                )
            ),
            since := since,
            until := until,
            domain := domain,
            only_status := only_status
        ) AS ranks
    WHERE ranks.partner = country_code(b);
