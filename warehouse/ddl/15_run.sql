CREATE TABLE IF NOT EXISTS run (
    run_id VARCHAR NOT NULL,
    flow_run_id VARCHAR,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP NOT NULL,
    coder_version VARCHAR NOT NULL,
    detente_version VARCHAR NOT NULL,
    sources_json VARCHAR NOT NULL,
    documents_read BIGINT NOT NULL,
    documents_known BIGINT NOT NULL,
    articles_new BIGINT NOT NULL,
    articles_recoded BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    mentions BIGINT NOT NULL,
    relations BIGINT NOT NULL,
    money BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    timings_json VARCHAR NOT NULL,
    PRIMARY KEY (run_id)
);

COMMENT ON TABLE run IS 'What each run did. Grain: one run of the flow that published.';
COMMENT ON COLUMN run.run_id IS 'Id of the run, 16 hex digits';
COMMENT ON COLUMN run.flow_run_id IS 'Prefect''s id of the flow run';
COMMENT ON COLUMN run.started_at IS 'Start, UTC';
COMMENT ON COLUMN run.finished_at IS 'End, UTC';
COMMENT ON COLUMN run.coder_version IS 'Version of model, rules and seeds that coded';
COMMENT ON COLUMN run.detente_version IS 'Version of the program';
COMMENT ON COLUMN run.sources_json IS 'What was read, as a JSON list';
COMMENT ON COLUMN run.documents_read IS 'Documents read';
COMMENT ON COLUMN run.documents_known IS 'Of them, documents coded before and skipped';
COMMENT ON COLUMN run.articles_new IS 'Articles that were not in the warehouse';
COMMENT ON COLUMN run.articles_recoded IS 'Articles coded again by a newer coder';
COMMENT ON COLUMN run.duplicates IS 'Articles found to be copies of a story';
COMMENT ON COLUMN run.mentions IS 'Mentions found';
COMMENT ON COLUMN run.relations IS 'Relations found';
COMMENT ON COLUMN run.money IS 'Monetary figures found';
COMMENT ON COLUMN run.quarantined IS 'Items and rows refused';
COMMENT ON COLUMN run.timings_json IS 'Seconds by stage, as a JSON object';
