CREATE TABLE IF NOT EXISTS duplicate (
    article_id VARCHAR NOT NULL,
    duplicate_of VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    PRIMARY KEY (article_id)
);

COMMENT ON TABLE duplicate IS 'Copies of a story. Grain: one article that tells another''s story.';
COMMENT ON COLUMN duplicate.article_id IS 'The copy';
COMMENT ON COLUMN duplicate.duplicate_of IS 'The article that stands for the story; never a copy itself';
COMMENT ON COLUMN duplicate.similarity IS
'How alike, 0 to 1: Jaccard of shingles, or the shorter''s share in the longer, or estimated from shared bands';
