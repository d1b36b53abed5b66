-- question: Which relations do two countries have, in a time, a domain and a status?
-- grain: one relation of the two, as relation_dyad has it; without dates the undated ones are in, else they are out
-- usage: SELECT * FROM pair_of('RUS', 'PAK', since := '2000-01-01', only_status := 'actual')
CREATE OR REPLACE MACRO pair_of(
    a, b, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3,
            since::DATE AS first_date,
            until::DATE AS last_date,
            context_name(domain) AS asked_context,
            status_name(only_status) AS asked_status
    )

    SELECT relation_dyad.*
    FROM relation_dyad
    INNER JOIN asked
        ON
            relation_dyad.country_a = least(asked.first_iso3, asked.second_iso3)
            AND relation_dyad.country_b = greatest(asked.first_iso3, asked.second_iso3)
    WHERE
        (asked.first_date IS NULL OR relation_dyad.event_date >= asked.first_date)
        AND (asked.last_date IS NULL OR relation_dyad.event_date <= asked.last_date)
        AND (asked.asked_context IS NULL OR relation_dyad.context = asked.asked_context)
        AND (asked.asked_status IS NULL OR relation_dyad.status = asked.asked_status);
