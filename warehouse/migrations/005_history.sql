-- question: How did the warehouse stand after an earlier run?
-- grain: one file brings a warehouse from the schema version before its number to its number
--
-- Earlier versions kept nothing of what a run replaced, so the history begins with what the last of them left: the run
-- that published last, by its end or, where it was held, by its acceptance. Verdicts came with version 4.
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

CREATE TABLE revision (
    revision_no INTEGER NOT NULL,
    run_id VARCHAR,
    loaded_at TIMESTAMP NOT NULL,
    PRIMARY KEY (revision_no)
);

INSERT INTO revision
SELECT
    0 AS revision_no,
    arg_max(run.run_id, coalesce(run_verdict.accepted_at, run.finished_at)) AS run_id,
    coalesce(max(coalesce(run_verdict.accepted_at, run.finished_at)), now() AT TIME ZONE 'UTC') AS loaded_at
FROM run
LEFT JOIN run_verdict ON run.run_id = run_verdict.run_id;
