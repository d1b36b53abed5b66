CREATE TABLE IF NOT EXISTS context (
    context VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    PRIMARY KEY (context)
);

COMMENT ON TABLE context IS 'Dimension: domains of a relation. From seeds/contexts.toml.';
COMMENT ON COLUMN context.context IS 'Name of the domain, such as energy';
COMMENT ON COLUMN context.description IS 'What it covers';
