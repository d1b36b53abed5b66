CREATE TABLE IF NOT EXISTS run_measure (
    measure_id VARCHAR NOT NULL,
    run_id VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    value DOUBLE,
    part BIGINT,
    whole BIGINT,
    expected DOUBLE,
    verdict VARCHAR NOT NULL,
    reason VARCHAR NOT NULL,
    PRIMARY KEY (measure_id)
);

COMMENT ON TABLE run_measure IS 'What the verdict on a run rests on. Grain: one measure of one run and subject.';
COMMENT ON COLUMN run_measure.measure_id IS 'Hash of run, measure and subject, 16 hex digits';
COMMENT ON COLUMN run_measure.run_id IS 'Id of the run, as in run.run_id';
COMMENT ON COLUMN run_measure.measure IS 'What was measured';
COMMENT ON COLUMN run_measure.subject IS 'Source, contract''s check or country that it is of; empty: the whole run';
COMMENT ON COLUMN run_measure.value IS 'The value: a count, a share from 0 to 1, or a ratio';
COMMENT ON COLUMN run_measure.part IS 'Of a share: how many';
COMMENT ON COLUMN run_measure.whole IS 'Of a share: of how many';
COMMENT ON COLUMN run_measure.expected IS 'Median of the earlier runs; null where there are too few';
COMMENT ON COLUMN run_measure.verdict IS 'trust, look or stop; empty where nothing judges it';
COMMENT ON COLUMN run_measure.reason IS 'Why it isn''t trust; else empty';
