-- question: Which status does an analyst mean?
-- grain: one of actual, future, hypothetical, negated; null means all of them, and anything else is an error
-- usage: SELECT status_name('Actual')
CREATE OR REPLACE MACRO status_name(wanted) AS
CASE
    WHEN wanted IS NULL OR lower(trim(wanted)) IN ('actual', 'future', 'hypothetical', 'negated')
        THEN lower(trim(wanted))
    ELSE error('no status ' || wanted || ': actual, future, hypothetical or negated')
END;
