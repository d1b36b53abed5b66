-- question: Which event type does an analyst mean?
-- grain: one event type, in any case; null means all of them, and anything else is an error, not an empty answer
-- usage: SELECT event_name('cooperate')
CREATE OR REPLACE MACRO event_name(wanted) AS
if(
    wanted IS NULL,
    NULL,
    coalesce(
        (
            SELECT min(event)
            FROM event_type
            WHERE event = upper(trim(wanted))
        ),
        error('no event ' || wanted || ': ' || (SELECT string_agg(event, ', ' ORDER BY event) FROM event_type))
    )
);
