CREATE TABLE IF NOT EXISTS revision (
    revision_no INTEGER NOT NULL,
    run_id VARCHAR,
    loaded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (revision_no)
);

COMMENT ON TABLE revision IS
'What --as-of can go back to. Grain: one load, in order; the first is where the history kept here begins.';
COMMENT ON COLUMN revision.revision_no IS 'Number of the load, from 1; 0 is what a migration found';
COMMENT ON COLUMN revision.run_id IS 'The run that loaded, as in run.run_id; null where no run did';
COMMENT ON COLUMN revision.loaded_at IS 'When, UTC';
