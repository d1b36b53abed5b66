CREATE TABLE IF NOT EXISTS mention (
    mention_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    sentence_no INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    label VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    iso3 VARCHAR,
    PRIMARY KEY (mention_id)
);

COMMENT ON TABLE mention IS 'Countries, and who stands for one. Grain: one span of text.';
COMMENT ON COLUMN mention.mention_id IS 'Hash of its place and reading, 16 hex digits';
COMMENT ON COLUMN mention.article_id IS 'The article';
COMMENT ON COLUMN mention.sentence_no IS 'The sentence within the article';
COMMENT ON COLUMN mention.start IS 'First character in article.text, from 0';
COMMENT ON COLUMN mention."end" IS 'Character after the last one in article.text';
COMMENT ON COLUMN mention.text IS 'The span''s characters';
COMMENT ON COLUMN mention.label IS 'country, person, organisation or place';
COMMENT ON COLUMN mention.kind IS 'How the state is named: name, demonym, capital, leader, institution and so on';
COMMENT ON COLUMN mention.iso3 IS 'State that it stands for, null where unresolved';
