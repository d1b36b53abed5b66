-- question: Which ISO 3166-1 alpha-3 code does an analyst mean?
-- grain: one code, from a code or an English name in any case; anything else is an error, not an empty answer
-- usage: SELECT country_code('pakistan')
CREATE OR REPLACE MACRO country_code(wanted) AS
coalesce(
    (
        SELECT min(iso3)
        FROM country
        WHERE iso3 = upper(trim(wanted)) OR lower(name) = lower(trim(wanted))
    ),
    error(
        'no country ' || coalesce(wanted, 'NULL') || ': did you mean '
        || (
            SELECT arg_max(name || ' (' || iso3 || ')', jaro_winkler_similarity(lower(name), lower(trim(wanted))))
            FROM country
        )
        || '? See SELECT iso3, name FROM country'
    )
);
