CREATE TABLE IF NOT EXISTS currency (
    currency VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    symbols VARCHAR[] NOT NULL,
    words VARCHAR[] NOT NULL,
    iso3 VARCHAR NOT NULL,
    valid_from DATE,
    valid_to DATE,
    PRIMARY KEY (currency)
);

COMMENT ON TABLE currency IS 'Dimension: currencies, historic ones included. From seeds/currencies.csv.';
COMMENT ON COLUMN currency.currency IS 'ISO 4217 code';
COMMENT ON COLUMN currency.name IS 'English name';
COMMENT ON COLUMN currency.symbols IS 'Symbols that newswire uses';
COMMENT ON COLUMN currency.words IS 'Words that newswire uses';
COMMENT ON COLUMN currency.iso3 IS 'Country or bloc that issued it, empty where there is none';
COMMENT ON COLUMN currency.valid_from IS 'First day of use, null where open';
COMMENT ON COLUMN currency.valid_to IS 'Last day of use, null where it is used still';
