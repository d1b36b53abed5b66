CREATE TABLE IF NOT EXISTS sentence (
    article_id VARCHAR NOT NULL,
    sentence_no INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    is_boilerplate BOOLEAN NOT NULL,
    PRIMARY KEY (article_id, sentence_no)
);

COMMENT ON TABLE sentence IS 'Where sentences stand. Grain: one sentence of one article.';
COMMENT ON COLUMN sentence.article_id IS 'The article';
COMMENT ON COLUMN sentence.sentence_no IS 'Number within the article, from 0';
COMMENT ON COLUMN sentence.start IS 'First character in article.text, from 0';
COMMENT ON COLUMN sentence."end" IS 'Character after the last one in article.text';
COMMENT ON COLUMN sentence.is_boilerplate IS 'By-line, dateline or agency tag: never coded';
