CREATE TABLE IF NOT EXISTS article (
    article_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    url VARCHAR,
    published_at TIMESTAMP,
    date_precision VARCHAR,
    title VARCHAR NOT NULL,
    title_end INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    language_score DOUBLE NOT NULL,
    is_codable BOOLEAN NOT NULL,
    casing VARCHAR NOT NULL,
    has_punctuation BOOLEAN NOT NULL,
    has_digits BOOLEAN NOT NULL,
    PRIMARY KEY (article_id)
);

COMMENT ON TABLE article IS 'Cleaned texts. Grain: one distinct text.';
COMMENT ON COLUMN article.article_id IS 'Hash of the cleaned text, 16 hex digits';
COMMENT ON COLUMN article.source IS 'Name of the source of its first document';
COMMENT ON COLUMN article.uri IS 'File path or feed address of its first document';
COMMENT ON COLUMN article.url IS 'Address of the article on the web';
COMMENT ON COLUMN article.published_at IS 'Time of publication, UTC; null where no source gives one';
COMMENT ON COLUMN article.date_precision IS 'second, day, month or year: the parts of published_at that are known';
COMMENT ON COLUMN article.title IS 'Headline, empty where there is none';
COMMENT ON COLUMN article.title_end IS 'Characters of text that the title takes, 0 where there is none';
COMMENT ON COLUMN article.text IS 'Cleaned text, title first; every offset counts its characters from 0';
COMMENT ON COLUMN article.language IS 'ISO 639 code of the language, und where undetermined';
COMMENT ON COLUMN article.language_score IS 'Probability of the language, 0 to 1';
COMMENT ON COLUMN article.is_codable IS 'The coder reads this language';
COMMENT ON COLUMN article.casing IS 'Letter case: mixed, lower, upper, none';
COMMENT ON COLUMN article.has_punctuation IS 'The text kept its punctuation';
COMMENT ON COLUMN article.has_digits IS 'The text kept its digits';
