CREATE TABLE IF NOT EXISTS article_band (
    article_id VARCHAR NOT NULL,
    band_no INTEGER NOT NULL,
    band_hash VARCHAR NOT NULL,
    PRIMARY KEY (article_id, band_no)
);

COMMENT ON TABLE article_band IS 'Grain: one LSH band of an article''s MinHash signature. Near-duplicates share one.';
COMMENT ON COLUMN article_band.article_id IS 'The article';
COMMENT ON COLUMN article_band.band_no IS 'Number of the band, from 0';
COMMENT ON COLUMN article_band.band_hash IS 'Hash of the band''s values, 16 hex digits';
