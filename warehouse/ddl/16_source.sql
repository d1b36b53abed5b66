CREATE TABLE IF NOT EXISTS source (
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    location VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    trust VARCHAR NOT NULL,
    schedule VARCHAR NOT NULL,
    PRIMARY KEY (source)
);

COMMENT ON TABLE source IS 'The file of sources as last published. Grain: one source.';
COMMENT ON COLUMN source.source IS 'Its name, as in document.source';
COMMENT ON COLUMN source.kind IS 'feed, page or files';
COMMENT ON COLUMN source.location IS 'Address or path, as written in the file';
COMMENT ON COLUMN source.language IS 'Language that it is expected to write in, ISO 639-1';
COMMENT ON COLUMN source.trust IS 'How far its owner trusts it: high, medium or low';
COMMENT ON COLUMN source.schedule IS 'When it is read, as a cron expression in UTC';
