-- question: Which relations do two countries have, in a time, a domain and a status?
-- grain: one relation of the two, as mart_relation has it; where a date is given, those are out that are
--   undated, or whose date is known to the year or month that does not lie wholly within the time
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

    SELECT mart_relation.*
    FROM mart_relation
    INNER JOIN asked
        ON
            mart_relation.country_a = least(asked.first_iso3, asked.second_iso3)
            AND mart_relation.country_b = greatest(asked.first_iso3, asked.second_iso3)
    WHERE
        (asked.first_date IS NULL OR mart_relation.event_date >= asked.first_date)
        AND (asked.last_date IS NULL OR mart_relation.event_date_end <= asked.last_date)
        AND (asked.asked_context IS NULL OR mart_relation.context = asked.asked_context)
        AND (asked.asked_status IS NULL OR mart_relation.status = asked.asked_status);
