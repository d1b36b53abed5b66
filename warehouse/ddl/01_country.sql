CREATE TABLE IF NOT EXISTS country (
    iso3 VARCHAR NOT NULL,
    iso2 VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    valid_from DATE,
    valid_to DATE,
    successor VARCHAR,
    region VARCHAR NOT NULL,
    PRIMARY KEY (iso3)
);

COMMENT ON TABLE country IS 'Dimension: states, territories, historic states and blocs. From seeds/countries.csv.';
COMMENT ON COLUMN country.iso3 IS 'ISO 3166-1 alpha-3; SUN, YUG, CSK, DDR for states gone, EUU for the EU';
COMMENT ON COLUMN country.iso2 IS 'ISO 3166-1 alpha-2, empty where there is none';
COMMENT ON COLUMN country.name IS 'Short English name';
COMMENT ON COLUMN country.kind IS 'state, territory, historic or bloc';
COMMENT ON COLUMN country.valid_from IS 'First day of the state, null where open';
COMMENT ON COLUMN country.valid_to IS 'Last day of the state, null where it exists still';
COMMENT ON COLUMN country.successor IS 'ISO3 of the state that followed a historic one';
COMMENT ON COLUMN country.region IS 'World region';
