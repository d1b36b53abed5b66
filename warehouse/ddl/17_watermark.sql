CREATE TABLE IF NOT EXISTS watermark (
    uri VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    body_sha256 VARCHAR NOT NULL,
    items BIGINT NOT NULL,
    coder_version VARCHAR NOT NULL,
    read_at TIMESTAMP NOT NULL,
    PRIMARY KEY (uri)
);

COMMENT ON TABLE watermark IS 'What was read last at each address. Grain: one feed, page or file read whole.';
COMMENT ON COLUMN watermark.uri IS 'Address, or path of a file';
COMMENT ON COLUMN watermark.source IS 'Source that it belongs to';
COMMENT ON COLUMN watermark.etag IS 'ETag that the server gave; of a file: rules of reading, size and time of change';
COMMENT ON COLUMN watermark.last_modified IS 'Last-Modified that the server gave';
COMMENT ON COLUMN watermark.body_sha256 IS 'SHA-256 of the body or file';
COMMENT ON COLUMN watermark.items IS 'Articles and refusals that it held';
COMMENT ON COLUMN watermark.coder_version IS 'Coder version of that run: another one reads the address again';
COMMENT ON COLUMN watermark.read_at IS 'When, UTC';
