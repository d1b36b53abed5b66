-- question: Which domain does an analyst mean?
-- grain: one domain, in any case; null means all of them, and anything else is an error, not an empty answer
-- usage: SELECT context_name('Energy')
CREATE OR REPLACE MACRO context_name(wanted) AS
if(
    wanted IS NULL,
    NULL,
    coalesce(
        (
            SELECT min(context)
            FROM context
            WHERE context = lower(trim(wanted))
        ),
        error('no domain ' || wanted || ': ' || (SELECT string_agg(context, ', ' ORDER BY context) FROM context))
    )
);
