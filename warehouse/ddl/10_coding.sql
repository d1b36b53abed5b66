CREATE TABLE IF NOT EXISTS coding (
    article_id VARCHAR NOT NULL,
    coder_version VARCHAR NOT NULL,
    PRIMARY KEY (article_id)
);

COMMENT ON TABLE coding IS 'Which articles were coded, and by what. Grain: one coded article, with or without a find.';
COMMENT ON COLUMN coding.article_id IS 'The article';
COMMENT ON COLUMN coding.coder_version IS 'Version of model, rules and seeds that coded it';
