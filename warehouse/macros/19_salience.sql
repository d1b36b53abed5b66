-- question: Which partners matter most to a country, given how often each is in the news at all?
-- grain: one partner
-- usage: SELECT * FROM salience('PAK')
-- formula: as mart_salience: sqrt(n_ab / n_a * n_ab / n_b)
-- source: as mart_salience
CREATE OR REPLACE MACRO salience(country) AS TABLE
    WITH asked AS (
        SELECT country_code(country) AS asked_iso3
    ),

    either AS (
        SELECT
            country_a AS iso3,
            country_b AS partner,
            mentions,
            stories,
            share_a AS share,
            share_b AS share_of_partner,
            salience,
            log_salience
        FROM mart_salience
        UNION ALL
        SELECT
            country_b AS iso3,
            country_a AS partner,
            mentions,
            stories,
            share_b AS share,
            share_a AS share_of_partner,
            salience,
            log_salience
        FROM mart_salience
    )

    SELECT
        either.partner,
        names.name AS partner_name,
        either.mentions,
        either.stories,
        either.share,
        either.share_of_partner,
        either.salience,
        either.log_salience,
        rank() OVER (ORDER BY either.salience DESC) AS salience_rank
    FROM either
    INNER JOIN asked ON either.iso3 = asked.asked_iso3
    LEFT JOIN country AS names ON either.partner = names.iso3
    ORDER BY salience_rank ASC, either.partner ASC;
