-- The tables of schema version 4 as they were released: what a migration begins with. Never edited.
-- At the end stand a view, a macro and a mart, to be in the way as those of that version were.
CREATE TABLE IF NOT EXISTS meta (
    key VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (key)
);
CREATE TABLE IF NOT EXISTS country (
    iso3 VARCHAR NOT NULL,
    iso2 VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    valid_from DATE,
    valid_to DATE,
    successor VARCHAR,
    region VARCHAR NOT NULL,
    PRIMARY KEY (iso3)
);
CREATE TABLE IF NOT EXISTS event_type (
    event VARCHAR NOT NULL,
    quad VARCHAR NOT NULL,
    intensity DOUBLE NOT NULL,
    is_symmetric BOOLEAN NOT NULL,
    description VARCHAR NOT NULL,
    PRIMARY KEY (event)
);
CREATE TABLE IF NOT EXISTS context (
    context VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    PRIMARY KEY (context)
);
CREATE TABLE IF NOT EXISTS currency (
    currency VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    symbols VARCHAR[] NOT NULL,
    words VARCHAR[] NOT NULL,
    iso3 VARCHAR NOT NULL,
    valid_from DATE,
    valid_to DATE,
    PRIMARY KEY (currency)
);
CREATE TABLE IF NOT EXISTS document (
    document_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    item VARCHAR NOT NULL,
    url VARCHAR,
    published_at TIMESTAMP,
    date_source VARCHAR NOT NULL,
    date_precision VARCHAR,
    raw_sha256 VARCHAR NOT NULL,
    offset_map INTEGER[] NOT NULL,
    PRIMARY KEY (document_id)
);
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
CREATE TABLE IF NOT EXISTS sentence (
    article_id VARCHAR NOT NULL,
    sentence_no INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    is_boilerplate BOOLEAN NOT NULL,
    PRIMARY KEY (article_id, sentence_no)
);
CREATE TABLE IF NOT EXISTS article_band (
    article_id VARCHAR NOT NULL,
    band_no INTEGER NOT NULL,
    band_hash VARCHAR NOT NULL,
    PRIMARY KEY (article_id, band_no)
);
CREATE TABLE IF NOT EXISTS duplicate (
    article_id VARCHAR NOT NULL,
    duplicate_of VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    PRIMARY KEY (article_id)
);
CREATE TABLE IF NOT EXISTS coding (
    article_id VARCHAR NOT NULL,
    coder_version VARCHAR NOT NULL,
    PRIMARY KEY (article_id)
);
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
CREATE TABLE IF NOT EXISTS money (
    money_id VARCHAR NOT NULL,
    article_id VARCHAR NOT NULL,
    sentence_no INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text VARCHAR NOT NULL,
    currency VARCHAR,
    amount_min DOUBLE,
    amount_max DOUBLE,
    magnitude DOUBLE,
    qualifier VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    payer VARCHAR,
    payee VARCHAR,
    pair_a VARCHAR,
    pair_b VARCHAR,
    purpose VARCHAR NOT NULL,
    published_date DATE,
    usd_min DOUBLE,
    usd_max DOUBLE,
    usd_rate DOUBLE,
    rate_date DATE,
    usd_null_reason VARCHAR,
    relation_id VARCHAR,
    coder_version VARCHAR NOT NULL,
    period VARCHAR,
    twin_id VARCHAR,
    flow_status VARCHAR,
    PRIMARY KEY (money_id)
);
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
CREATE TABLE IF NOT EXISTS source (
    source VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    location VARCHAR NOT NULL,
    language VARCHAR NOT NULL,
    trust VARCHAR NOT NULL,
    schedule VARCHAR NOT NULL,
    PRIMARY KEY (source)
);
CREATE TABLE IF NOT EXISTS watermark (
    uri VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    etag VARCHAR,
    last_modified VARCHAR,
    body_sha256 VARCHAR NOT NULL,
    items BIGINT NOT NULL,
    coder_version VARCHAR NOT NULL,
    read_at TIMESTAMP NOT NULL,
    PRIMARY KEY (uri)
);
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
CREATE VIEW relation_dyad AS SELECT relation.*, least(source, target) AS country_a FROM relation;
CREATE MACRO compare(country, others) AS TABLE SELECT * FROM relation_dyad WHERE source = country;
CREATE MACRO country_code(wanted) AS upper(wanted);
CREATE TABLE mart_dyad AS SELECT country_a, count(*) AS mentions FROM relation_dyad GROUP BY country_a;
