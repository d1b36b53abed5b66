CREATE TABLE IF NOT EXISTS article_revision (
    revision_no INTEGER NOT NULL,
    article_id VARCHAR NOT NULL,
    before_json VARCHAR,
    PRIMARY KEY (revision_no, article_id)
);

COMMENT ON TABLE article_revision IS
'What loads changed, for --as-of. Grain: one article that one load added, changed or dropped.';
COMMENT ON COLUMN article_revision.revision_no IS 'The load, see revision';
COMMENT ON COLUMN article_revision.article_id IS 'The article; it may be gone by now';
COMMENT ON COLUMN article_revision.before_json IS
'Its rows before, as a JSON object of the tables in which they changed; null where the load added the article';
