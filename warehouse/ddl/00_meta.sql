CREATE TABLE IF NOT EXISTS meta (
    key VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (key)
);

COMMENT ON TABLE meta IS 'The warehouse itself. Grain: one fact, such as the schema version that it was made by.';
COMMENT ON COLUMN meta.key IS 'schema_version, seeds_digest';
COMMENT ON COLUMN meta.value IS 'The value, as text';
