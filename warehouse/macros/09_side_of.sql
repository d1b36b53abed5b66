-- question: Which relations does a country have, in a time, a domain and a status?
-- grain: one relation of the country, as mart_relation_side has it; where a date is given, those are out that are
--   undated, or whose date is known to the year or month that does not lie wholly within the time
-- usage: SELECT * FROM side_of('PAK', since := '2000-01-01', domain := 'energy')
CREATE OR REPLACE MACRO side_of(
    country, since := NULL, until := NULL, domain := NULL, only_status := NULL
) AS TABLE
    WITH asked AS (
        SELECT
            country_code(country) AS asked_iso3,
            since::DATE AS first_date,
            until::DATE AS last_date,
            context_name(domain) AS asked_context,
            status_name(only_status) AS asked_status
    )

    SELECT mart_relation_side.*
    FROM mart_relation_side
    INNER JOIN asked ON mart_relation_side.iso3 = asked.asked_iso3
    WHERE
        (asked.first_date IS NULL OR mart_relation_side.event_date >= asked.first_date)
        AND (asked.last_date IS NULL OR mart_relation_side.event_date_end <= asked.last_date)
        AND (asked.asked_context IS NULL OR mart_relation_side.context = asked.asked_context)
        AND (asked.asked_status IS NULL OR mart_relation_side.status = asked.asked_status);
