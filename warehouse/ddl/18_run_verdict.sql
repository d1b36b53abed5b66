CREATE TABLE IF NOT EXISTS run_verdict (
    run_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    reasons_json VARCHAR NOT NULL,
    earlier_runs BIGINT NOT NULL,
    coder_version VARCHAR NOT NULL,
    model_digest VARCHAR NOT NULL,
    seeds_digest VARCHAR NOT NULL,
    accepted_at TIMESTAMP,
    PRIMARY KEY (run_id)
);

COMMENT ON TABLE run_verdict IS 'How far what each run brought can be trusted. Grain: one run that published.';
COMMENT ON COLUMN run_verdict.run_id IS 'Id of the run, as in run.run_id';
COMMENT ON COLUMN run_verdict.verdict IS 'trust, look or stop';
COMMENT ON COLUMN run_verdict.reasons_json IS 'Why it isn''t trust, the gravest first, as a JSON list';
COMMENT ON COLUMN run_verdict.earlier_runs IS 'Earlier runs that it was compared with';
COMMENT ON COLUMN run_verdict.coder_version IS 'Version of model, rules and seeds that coded';
COMMENT ON COLUMN run_verdict.model_digest IS 'Digest of the relation model''s files';
COMMENT ON COLUMN run_verdict.seeds_digest IS 'Digest of the seed files';
COMMENT ON COLUMN run_verdict.accepted_at IS 'When a held run was let through by hand, UTC; null for the others';
