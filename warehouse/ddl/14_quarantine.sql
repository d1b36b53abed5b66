CREATE TABLE IF NOT EXISTS quarantine (
    quarantine_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    table_name VARCHAR NOT NULL,
    check_name VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    row_json VARCHAR NOT NULL,
    PRIMARY KEY (quarantine_id)
);

COMMENT ON TABLE quarantine IS 'What was refused and why. Grain: one refused item or row and one reason.';
COMMENT ON COLUMN quarantine.quarantine_id IS 'Hash of its content, 16 hex digits: a rerun adds nothing';
COMMENT ON COLUMN quarantine.stage IS 'Stage that refused it: ingest, clean, extract, validate or load';
COMMENT ON COLUMN quarantine.table_name IS 'Table that it was meant for';
COMMENT ON COLUMN quarantine.check_name IS 'Check that it failed';
COMMENT ON COLUMN quarantine.reason IS 'The reason in words';
COMMENT ON COLUMN quarantine.item IS 'Where it came from: file, line or address';
COMMENT ON COLUMN quarantine.row_json IS 'What was refused as JSON, cut at 2,000 characters';
