CREATE TABLE IF NOT EXISTS document (
    document_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    url VARCHAR,
    published_at TIMESTAMP,
    date_source VARCHAR NOT NULL,
    date_precision VARCHAR,
    raw_sha256 VARCHAR NOT NULL,
    offset_map INTEGER[] NOT NULL,
    PRIMARY KEY (document_id)
);

COMMENT ON TABLE document IS 'Where articles came from. Grain: one item of one source; many may hold one article.';
COMMENT ON COLUMN document.document_id IS 'Hash of source, place and raw bytes, 16 hex digits';
COMMENT ON COLUMN document.article_id IS 'The article that its text became';
COMMENT ON COLUMN document.source IS 'Name of the source';
COMMENT ON COLUMN document.uri IS 'File path or feed address it was read from';
COMMENT ON COLUMN document.item IS 'Place inside the file: line, row or entry';
COMMENT ON COLUMN document.url IS 'Address of the article on the web';
COMMENT ON COLUMN document.published_at IS 'Time of publication, UTC; null where the source gives none';
COMMENT ON COLUMN document.date_source IS 'Where the date was found: field, feed, page, dateline, file_name, none';
COMMENT ON COLUMN document.date_precision IS 'How exact the date is: second, day, month, year';
COMMENT ON COLUMN document.raw_sha256 IS 'SHA-256 of the bytes as read, 64 hex digits';
COMMENT ON COLUMN document.offset_map IS 'Flat: clean start, clean length, raw start, raw length, in characters';
