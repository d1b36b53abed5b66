CREATE TABLE IF NOT EXISTS relation (
    relation_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    sentence_no INTEGER NOT NULL,
    source VARCHAR NOT NULL,
    target VARCHAR NOT NULL,
    is_symmetric BOOLEAN NOT NULL,
    event VARCHAR NOT NULL,
    quad VARCHAR NOT NULL,
    context VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    intensity DOUBLE NOT NULL,
    score DOUBLE NOT NULL,
    evidence_start INTEGER NOT NULL,
    evidence_end INTEGER NOT NULL,
    event_date DATE,
    coder_version VARCHAR NOT NULL,
    PRIMARY KEY (relation_id)
);

COMMENT ON TABLE relation IS 'Who did what to whom. Grain: one event from one state to another in one sentence.';
COMMENT ON COLUMN relation.relation_id IS 'Hash of its place and content, 16 hex digits';
COMMENT ON COLUMN relation.article_id IS 'The article';
COMMENT ON COLUMN relation.sentence_no IS 'The sentence within the article';
COMMENT ON COLUMN relation.source IS 'ISO3 of the state that acts';
COMMENT ON COLUMN relation.target IS 'ISO3 of the state acted upon';
COMMENT ON COLUMN relation.is_symmetric IS 'Both act alike; source then stands before target in the alphabet';
COMMENT ON COLUMN relation.event IS 'PLOVER event type, see event_type';
COMMENT ON COLUMN relation.quad IS 'Quad class: verbal or material, cooperation or conflict';
COMMENT ON COLUMN relation.context IS 'Domain, see context';
COMMENT ON COLUMN relation.status IS 'actual (it happened), future, hypothetical or negated';
COMMENT ON COLUMN relation.intensity IS 'Goldstein scale, -10 (war) to +10';
COMMENT ON COLUMN relation.score IS 'The model''s probability of the event, 0 to 1';
COMMENT ON COLUMN relation.evidence_start IS 'First character of the evidence in article.text, from 0';
COMMENT ON COLUMN relation.evidence_end IS 'Character after the evidence in article.text';
COMMENT ON COLUMN relation.event_date IS 'Date of the report, UTC; null where the article has none';
COMMENT ON COLUMN relation.coder_version IS 'Version of model, rules and seeds that coded it';
