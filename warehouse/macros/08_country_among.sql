-- question: Which country does an analyst ask about, beside a list of others?
-- grain: one code, as country_code gives it; an error where the list is null, which would answer nothing in silence
-- usage: SELECT country_among('PAK', ['RUS', 'CHN'])
CREATE OR REPLACE MACRO country_among(country, others) AS
if(others IS NULL, error('no list of countries: NULL; [] means all of them'), country_code(country));
