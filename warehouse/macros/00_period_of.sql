-- question: Which period does a report belong to, as far as its date is known?
-- grain: one day, the first of the year, quarter, month, week or day; null where the date is null or known less exactly
-- usage: SELECT period_of('quarter', DATE '1985-01-01', 'year')
CREATE OR REPLACE MACRO period_of(grain, first_day, exactness) AS
CASE
    WHEN exactness = 'year' AND lower(grain) != 'year' THEN NULL
    WHEN exactness = 'month' AND lower(grain) IN ('week', 'day') THEN NULL
    ELSE date_trunc(lower(grain), first_day)::DATE
END;
