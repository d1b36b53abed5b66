-- question: Which ISO 3166-1 alpha-3 code does an analyst mean?
-- grain: one code, from a code of three or two letters or an English name in any case, dots and a leading "the" left
--   out; anything else is an error, not an empty answer
-- usage: SELECT country_code('the U.S.')
CREATE OR REPLACE MACRO country_code(wanted) AS
coalesce(
    (
        SELECT min(iso3)
        FROM country
        WHERE
            replace(regexp_replace(lower(trim(wanted)), '^the\s+', ''), '.', '')
            IN (lower(iso3), lower(iso2), replace(lower(name), '.', ''))
    ),
    error(
        'no country ' || coalesce(wanted, 'NULL')
        -- Of what is like no name, the nearest is a guess that misleads.
        || coalesce(
            ': did you mean '
            || (
                SELECT arg_max(name || ' (' || iso3 || ')', jaro_winkler_similarity(lower(name), lower(trim(wanted))))
                FROM country
                WHERE jaro_winkler_similarity(lower(name), lower(trim(wanted))) >= 0.85
            )
            || '?',
            '.'
        )
        || ' See SELECT iso3, name FROM country'
    )
);
