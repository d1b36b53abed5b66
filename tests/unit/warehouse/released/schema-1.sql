-- Schema version 1 as it was released: what a migration begins with. Never edited.

CREATE TABLE IF NOT EXISTS meta (
    key VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (key)
);

COMMENT ON TABLE meta IS 'The warehouse itself. Grain: one fact, such as the schema version that it was made by.';
COMMENT ON COLUMN meta.key IS 'schema_version, seeds_digest';
COMMENT ON COLUMN meta.value IS 'The value, as text';

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

COMMENT ON TABLE country IS 'Dimension: states, territories, historic states and blocs. From seeds/countries.csv.';
COMMENT ON COLUMN country.iso3 IS 'ISO 3166-1 alpha-3; SUN, YUG, CSK, DDR for states gone, EUU for the EU';
COMMENT ON COLUMN country.iso2 IS 'ISO 3166-1 alpha-2, empty where there is none';
COMMENT ON COLUMN country.name IS 'Short English name';
COMMENT ON COLUMN country.kind IS 'state, territory, historic or bloc';
COMMENT ON COLUMN country.valid_from IS 'First day of the state, null where open';
COMMENT ON COLUMN country.valid_to IS 'Last day of the state, null where it exists still';
COMMENT ON COLUMN country.successor IS 'ISO3 of the state that followed a historic one';
COMMENT ON COLUMN country.region IS 'World region';

CREATE TABLE IF NOT EXISTS event_type (
    event VARCHAR NOT NULL,
    quad VARCHAR NOT NULL,
    intensity DOUBLE NOT NULL,
    is_symmetric BOOLEAN NOT NULL,
    description VARCHAR NOT NULL,
    PRIMARY KEY (event)
);

COMMENT ON TABLE event_type IS 'Dimension: PLOVER event types. From seeds/event_types.toml.';
COMMENT ON COLUMN event_type.event IS 'Name of the event type, such as CONSULT';
COMMENT ON COLUMN event_type.quad IS 'Quad class: verbal or material, cooperation or conflict';
COMMENT ON COLUMN event_type.intensity IS 'Goldstein scale, -10 (war) to +10';
COMMENT ON COLUMN event_type.is_symmetric IS 'Usually an act of both sides alike';
COMMENT ON COLUMN event_type.description IS 'What it covers';

CREATE TABLE IF NOT EXISTS context (
    context VARCHAR NOT NULL,
    description VARCHAR NOT NULL,
    PRIMARY KEY (context)
);

COMMENT ON TABLE context IS 'Dimension: domains of a relation. From seeds/contexts.toml.';
COMMENT ON COLUMN context.context IS 'Name of the domain, such as energy';
COMMENT ON COLUMN context.description IS 'What it covers';

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

COMMENT ON TABLE currency IS 'Dimension: currencies, historic ones included. From seeds/currencies.csv.';
COMMENT ON COLUMN currency.currency IS 'ISO 4217 code';
COMMENT ON COLUMN currency.name IS 'English name';
COMMENT ON COLUMN currency.symbols IS 'Symbols that newswire uses';
COMMENT ON COLUMN currency.words IS 'Words that newswire uses';
COMMENT ON COLUMN currency.iso3 IS 'Country or bloc that issued it, empty where there is none';
COMMENT ON COLUMN currency.valid_from IS 'First day of use, null where open';
COMMENT ON COLUMN currency.valid_to IS 'Last day of use, null where it is used still';

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

COMMENT ON TABLE document IS 'Where articles came from. Grain: one item of one source; many may hold one article.';
COMMENT ON COLUMN document.document_id IS 'Hash of source, place and raw bytes, 16 hex digits';
COMMENT ON COLUMN document.article_id IS 'The article that its text became';
COMMENT ON COLUMN document.source IS 'Name of the source';
COMMENT ON COLUMN document.uri IS 'File path or feed address it was read from';
COMMENT ON COLUMN document.item IS 'Place inside the file: line, row or entry';
COMMENT ON COLUMN document.url IS 'Address of the article on the web';
COMMENT ON COLUMN document.published_at IS 'Time of publication, UTC; null where the source gives none';
COMMENT ON COLUMN document.date_source IS 'Where the date was found: field, feed, page, dateline, file_name, none';
COMMENT ON COLUMN document.date_precision IS 'How exact the date is: second, day, month, year';
COMMENT ON COLUMN document.raw_sha256 IS 'SHA-256 of the bytes as read, 64 hex digits';
COMMENT ON COLUMN document.offset_map IS 'Flat: clean start, clean length, raw start, raw length, in characters';

CREATE TABLE IF NOT EXISTS article (
    article_id VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    uri VARCHAR NOT NULL,
    url VARCHAR,
    published_at TIMESTAMP,
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

COMMENT ON TABLE article IS 'Cleaned texts. Grain: one distinct text.';
COMMENT ON COLUMN article.article_id IS 'Hash of the cleaned text, 16 hex digits';
COMMENT ON COLUMN article.source IS 'Name of the source of its first document';
COMMENT ON COLUMN article.uri IS 'File path or feed address of its first document';
COMMENT ON COLUMN article.url IS 'Address of the article on the web';
COMMENT ON COLUMN article.published_at IS 'Time of publication, UTC; null where no source gives one';
COMMENT ON COLUMN article.title IS 'Headline, empty where there is none';
COMMENT ON COLUMN article.title_end IS 'Characters of text that the title takes, 0 where there is none';
COMMENT ON COLUMN article.text IS 'Cleaned text, title first; every offset counts its characters from 0';
COMMENT ON COLUMN article.language IS 'ISO 639 code of the language, und where undetermined';
COMMENT ON COLUMN article.language_score IS 'Probability of the language, 0 to 1';
COMMENT ON COLUMN article.is_codable IS 'The coder reads this language';
COMMENT ON COLUMN article.casing IS 'Letter case: mixed, lower, upper, none';
COMMENT ON COLUMN article.has_punctuation IS 'The text kept its punctuation';
COMMENT ON COLUMN article.has_digits IS 'The text kept its digits';

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

CREATE TABLE IF NOT EXISTS article_band (
    article_id VARCHAR NOT NULL,
    band_no INTEGER NOT NULL,
    band_hash VARCHAR NOT NULL,
    PRIMARY KEY (article_id, band_no)
);

COMMENT ON TABLE article_band IS 'Grain: one LSH band of an article''s MinHash signature. Near-duplicates share one.';
COMMENT ON COLUMN article_band.article_id IS 'The article';
COMMENT ON COLUMN article_band.band_no IS 'Number of the band, from 0';
COMMENT ON COLUMN article_band.band_hash IS 'Hash of the band''s values, 16 hex digits';

CREATE TABLE IF NOT EXISTS duplicate (
    article_id VARCHAR NOT NULL,
    duplicate_of VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    PRIMARY KEY (article_id)
);

COMMENT ON TABLE duplicate IS 'Copies of a story. Grain: one article that tells another''s story.';
COMMENT ON COLUMN duplicate.article_id IS 'The copy';
COMMENT ON COLUMN duplicate.duplicate_of IS 'The article that stands for the story; never a copy itself';
COMMENT ON COLUMN duplicate.similarity IS 'Jaccard similarity of the two texts'' shingles, 0 to 1';

CREATE TABLE IF NOT EXISTS coding (
    article_id VARCHAR NOT NULL,
    coder_version VARCHAR NOT NULL,
    PRIMARY KEY (article_id)
);

COMMENT ON TABLE coding IS 'Which articles were coded, and by what. Grain: one coded article, with or without a find.';
COMMENT ON COLUMN coding.article_id IS 'The article';
COMMENT ON COLUMN coding.coder_version IS 'Version of model, rules and seeds that coded it';

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
    usd_min DOUBLE,
    usd_max DOUBLE,
    rate_date DATE,
    relation_id VARCHAR,
    coder_version VARCHAR NOT NULL,
    PRIMARY KEY (money_id)
);

COMMENT ON TABLE money IS 'Monetary figures. Grain: one figure in one sentence. A number that the text lacks is null.';
COMMENT ON COLUMN money.money_id IS 'Hash of its place and reading, 16 hex digits';
COMMENT ON COLUMN money.article_id IS 'The article';
COMMENT ON COLUMN money.sentence_no IS 'The sentence within the article';
COMMENT ON COLUMN money.start IS 'First character in article.text, from 0';
COMMENT ON COLUMN money."end" IS 'Character after the last one in article.text';
COMMENT ON COLUMN money.text IS 'The span''s characters';
COMMENT ON COLUMN money.currency IS 'ISO 4217 code, null where the text names none';
COMMENT ON COLUMN money.amount_min IS 'Lower end, in units of currency; null where the text gives none';
COMMENT ON COLUMN money.amount_max IS 'Upper end, in units of currency; null where the text gives none';
COMMENT ON COLUMN money.magnitude IS 'The magnitude word as a factor: 1e6 for million, 1e9 for billion';
COMMENT ON COLUMN money.qualifier IS 'exact, about, over, under or range';
COMMENT ON COLUMN money.kind IS 'amount, price (of a unit) or rate (of exchange)';
COMMENT ON COLUMN money.payer IS 'ISO3 of the state that pays';
COMMENT ON COLUMN money.payee IS 'ISO3 of the state that is paid';
COMMENT ON COLUMN money.pair_a IS 'ISO3 of the first of two states it lies between, in the alphabet';
COMMENT ON COLUMN money.pair_b IS 'ISO3 of the second of the two states';
COMMENT ON COLUMN money.purpose IS 'What it is for: aid, loan, trade, investment, arms and so on';
COMMENT ON COLUMN money.usd_min IS 'Lower end in US dollars of rate_date; null where no rate is known';
COMMENT ON COLUMN money.usd_max IS 'Upper end in US dollars of rate_date; null where no rate is known';
COMMENT ON COLUMN money.rate_date IS 'Day of the exchange rate';
COMMENT ON COLUMN money.relation_id IS 'The relation that the money belongs to';
COMMENT ON COLUMN money.coder_version IS 'Version of model, rules and seeds that coded it';

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

CREATE OR REPLACE VIEW story AS
SELECT
    article.article_id AS story_id,
    article.source,
    article.url,
    article.title,
    article.published_at,
    article.language,
    1 + count(copies.article_id) AS articles
FROM article
LEFT JOIN duplicate AS own ON article.article_id = own.article_id
LEFT JOIN duplicate AS copies ON article.article_id = copies.duplicate_of
WHERE own.article_id IS NULL
GROUP BY ALL;

CREATE OR REPLACE VIEW relation_dyad AS
SELECT
    relation.*,
    least(relation.source, relation.target) AS country_a,
    greatest(relation.source, relation.target) AS country_b,
    coalesce(duplicate.duplicate_of, relation.article_id) AS story_id,
    duplicate.article_id IS NOT NULL AS is_copy,
    -- What did not happen is neither cooperation nor conflict: the counts by quad class leave it out.
    relation.status = 'negated' AS is_negated,
    if(relation.status = 'negated', NULL, relation.quad) AS counted_quad,
    relation.status != 'negated' AND relation.quad LIKE '%cooperation' AS is_cooperation,
    relation.status != 'negated' AND relation.quad LIKE '%conflict' AS is_conflict
FROM relation
LEFT JOIN duplicate ON relation.article_id = duplicate.article_id;

CREATE OR REPLACE VIEW relation_side AS
SELECT
    source AS iso3,
    target AS partner,
    if(is_symmetric, 'mutual', 'out') AS direction,
    *
FROM relation_dyad
UNION ALL
SELECT
    target AS iso3,
    source AS partner,
    if(is_symmetric, 'mutual', 'in') AS direction,
    *
FROM relation_dyad;

CREATE OR REPLACE VIEW relation_detail AS
SELECT
    relation_dyad.*,
    source_country.name AS source_name,
    target_country.name AS target_name,
    article.source AS news_source,
    article.url,
    article.title,
    article.published_at,
    sentence.start AS sentence_start,
    sentence."end" AS sentence_end,
    -- Offsets count characters from 0, substring from 1.
    substring(
        article.text, relation_dyad.evidence_start + 1, relation_dyad.evidence_end - relation_dyad.evidence_start
    ) AS evidence,
    substring(article.text, sentence.start + 1, sentence."end" - sentence.start) AS sentence
FROM relation_dyad
INNER JOIN article ON relation_dyad.article_id = article.article_id
LEFT JOIN sentence
    ON relation_dyad.article_id = sentence.article_id AND relation_dyad.sentence_no = sentence.sentence_no
LEFT JOIN country AS source_country ON relation_dyad.source = source_country.iso3
LEFT JOIN country AS target_country ON relation_dyad.target = target_country.iso3;

CREATE OR REPLACE VIEW money_detail AS
SELECT
    money.*,
    -- Payer and payee say most; then the pair; then the relation that the money belongs to.
    CASE
        WHEN money.payer != money.payee THEN least(money.payer, money.payee)
        ELSE coalesce(money.pair_a, relation_dyad.country_a)
    END AS country_a,
    CASE
        WHEN money.payer != money.payee THEN greatest(money.payer, money.payee)
        ELSE coalesce(money.pair_b, relation_dyad.country_b)
    END AS country_b,
    relation_dyad.event,
    relation_dyad.context,
    relation_dyad.status,
    coalesce(duplicate.duplicate_of, money.article_id) AS story_id,
    duplicate.article_id IS NOT NULL AS is_copy,
    article.source AS news_source,
    article.url,
    article.title,
    article.published_at,
    substring(article.text, sentence.start + 1, sentence."end" - sentence.start) AS sentence
FROM money
INNER JOIN article ON money.article_id = article.article_id
LEFT JOIN sentence ON money.article_id = sentence.article_id AND money.sentence_no = sentence.sentence_no
LEFT JOIN relation_dyad ON money.relation_id = relation_dyad.relation_id
LEFT JOIN duplicate ON money.article_id = duplicate.article_id;

CREATE TABLE mart_country AS
WITH totals AS (
    SELECT
        iso3,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        count(DISTINCT partner) AS partners,
        count(*) FILTER (WHERE direction = 'out') AS out_mentions,
        count(DISTINCT story_id) FILTER (WHERE direction = 'out') AS out_stories,
        count(*) FILTER (WHERE direction = 'in') AS in_mentions,
        count(DISTINCT story_id) FILTER (WHERE direction = 'in') AS in_stories,
        count(*) FILTER (WHERE direction = 'mutual') AS mutual_mentions,
        count(DISTINCT story_id) FILTER (WHERE direction = 'mutual') AS mutual_stories,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy AND direction = 'out') AS mean_intensity_out,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy AND direction = 'in') AS mean_intensity_in,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
        min(event_date) AS first_event_date,
        max(event_date) AS last_event_date
    FROM relation_side
    GROUP BY iso3
),

top_partner AS (
    SELECT
        iso3,
        partner,
        count(DISTINCT story_id) AS stories,
        count(*) AS mentions
    FROM relation_side
    GROUP BY iso3, partner
    QUALIFY row_number() OVER (PARTITION BY iso3 ORDER BY stories DESC, mentions DESC, partner ASC) = 1
)

SELECT
    totals.iso3,
    country.name,
    totals.* EXCLUDE (iso3), -- noqa: RF02
    top_partner.partner AS top_partner,
    top_partner.mentions AS top_partner_mentions,
    top_partner.stories AS top_partner_stories
FROM totals
INNER JOIN top_partner ON totals.iso3 = top_partner.iso3
LEFT JOIN country ON totals.iso3 = country.iso3
ORDER BY totals.stories DESC, totals.mentions DESC, totals.iso3 ASC
;

CREATE TABLE mart_directed_dyad AS
SELECT
    iso3 AS source,
    partner AS target,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(*) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_stories,
    count(*) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_stories,
    count(*) FILTER (WHERE is_negated) AS negated_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_negated) AS negated_stories,
    count(*) FILTER (WHERE is_cooperation) - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_cooperation)
    - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
    avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
    count(*) FILTER (WHERE is_symmetric) AS symmetric_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_symmetric) AS symmetric_stories,
    sum(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS sum_intensity,
    min(event_date) AS first_event_date,
    max(event_date) AS last_event_date
FROM relation_side
WHERE direction != 'in'
GROUP BY iso3, partner
ORDER BY stories DESC, mentions DESC, iso3 ASC, partner ASC
;

CREATE TABLE mart_dyad AS
SELECT
    country_a,
    country_b,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(*) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_stories,
    count(*) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_stories,
    count(*) FILTER (WHERE is_negated) AS negated_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_negated) AS negated_stories,
    count(*) FILTER (WHERE is_cooperation) - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_cooperation)
    - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
    avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
    sum(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS sum_intensity,
    min(event_date) AS first_event_date,
    max(event_date) AS last_event_date
FROM relation_dyad
GROUP BY country_a, country_b
ORDER BY stories DESC, mentions DESC, country_a ASC, country_b ASC
;

CREATE TABLE mart_dyad_month AS
SELECT
    country_a,
    country_b,
    date_trunc('month', event_date)::DATE AS month_date,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(*) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_stories,
    count(*) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_stories,
    count(*) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_mentions,
    count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_stories,
    count(*) FILTER (WHERE is_negated) AS negated_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_negated) AS negated_stories,
    count(*) FILTER (WHERE is_cooperation) - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
    count(DISTINCT story_id) FILTER (WHERE is_cooperation)
    - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
    avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
    avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
    sum(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS sum_intensity
FROM relation_dyad
GROUP BY ALL
ORDER BY country_a ASC, country_b ASC, month_date ASC NULLS LAST
;

CREATE TABLE mart_money_pair AS
SELECT
    country_a,
    country_b,
    currency,
    kind,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    count(*) FILTER (WHERE amount_min IS NULL AND amount_max IS NULL) AS mentions_without_number,
    count(DISTINCT story_id) FILTER (WHERE amount_min IS NULL AND amount_max IS NULL) AS stories_without_number,
    count(*) FILTER (WHERE payer = country_a) AS mentions_paid_by_a,
    count(*) FILTER (WHERE payer = country_b) AS mentions_paid_by_b,
    min(coalesce(amount_min, amount_max)) AS smallest,
    max(coalesce(amount_max, amount_min)) AS largest,
    max(coalesce(usd_max, usd_min)) AS largest_usd,
    list_sort(list(DISTINCT purpose)) AS purposes,
    min(published_at)::DATE AS first_published_date,
    max(published_at)::DATE AS last_published_date
FROM money_detail
WHERE country_a IS NOT NULL
GROUP BY country_a, country_b, currency, kind
ORDER BY stories DESC, mentions DESC, country_a ASC, country_b ASC, currency ASC NULLS LAST, kind ASC
;

CREATE TABLE mart_source_quality AS
WITH delivered AS (
    SELECT DISTINCT
        source,
        article_id
    FROM document
),

documents AS (
    SELECT
        source,
        count(*) AS documents,
        avg((published_at IS NULL)::INTEGER) AS share_without_date
    FROM document
    GROUP BY source
),

coded AS (
    SELECT
        article_id,
        story_id,
        count(*) AS relations
    FROM relation_dyad
    GROUP BY article_id, story_id
),

articles AS (
    SELECT
        delivered.source,
        count(*) AS articles,
        count(DISTINCT coalesce(duplicate.duplicate_of, delivered.article_id)) AS stories,
        count(*) FILTER (WHERE article.is_codable) AS codable_articles,
        coalesce(sum(coded.relations), 0)::BIGINT AS relation_mentions,
        count(DISTINCT coded.story_id) AS relation_stories
    FROM delivered
    INNER JOIN article ON delivered.article_id = article.article_id
    LEFT JOIN duplicate ON delivered.article_id = duplicate.article_id
    LEFT JOIN coded ON delivered.article_id = coded.article_id
    GROUP BY delivered.source
)

SELECT
    documents.source,
    documents.documents,
    documents.share_without_date,
    articles.* EXCLUDE (source), -- noqa: RF02
    articles.relation_mentions / nullif(articles.codable_articles, 0) AS relations_per_codable_article
FROM documents
INNER JOIN articles ON documents.source = articles.source
ORDER BY documents.documents DESC, documents.source ASC
;

CREATE TABLE mart_unresolved_actor AS
WITH unresolved AS (
    SELECT
        lower(mention.text) AS actor,
        mention.label,
        mention.kind,
        mention.article_id,
        coalesce(duplicate.duplicate_of, mention.article_id) AS story_id
    FROM mention
    LEFT JOIN duplicate ON mention.article_id = duplicate.article_id
    WHERE mention.iso3 IS NULL
)

SELECT
    actor,
    label,
    kind,
    count(*) AS mentions,
    count(DISTINCT story_id) AS stories,
    min(article_id) AS example_article_id
FROM unresolved
GROUP BY actor, label, kind
ORDER BY stories DESC, mentions DESC, actor ASC, label ASC, kind ASC
;

CREATE OR REPLACE MACRO country_code(wanted) AS
coalesce(
    (
        SELECT min(iso3)
        FROM country
        WHERE iso3 = upper(trim(wanted)) OR lower(name) = lower(trim(wanted))
    ),
    error('no country ' || coalesce(wanted, 'NULL') || ': see SELECT iso3, name FROM country')
);

CREATE OR REPLACE MACRO compare(country, others) AS TABLE
    WITH asked AS (
        SELECT country_code(country) AS asked_iso3
    ),

    named AS (
        SELECT country_code(wanted) AS partner
        FROM (SELECT unnest(others) AS wanted) AS listed
    ),

    side AS (
        SELECT relation_side.*
        FROM relation_side
        INNER JOIN asked ON relation_side.iso3 = asked.asked_iso3
    ),

    chosen AS (
        SELECT named.partner
        FROM named
        INNER JOIN asked ON named.partner != asked.asked_iso3
        UNION
        SELECT partner
        FROM side
        WHERE len(others) = 0
    ),

    total AS (
        SELECT
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories
        FROM side
    ),

    dated AS (
        SELECT
            partner,
            intensity,
            2 * (event_date - min(event_date) OVER pair)
            > max(event_date) OVER pair - min(event_date) OVER pair AS is_later,
            count(*) OVER pair AS events
        FROM side
        WHERE status = 'actual' AND event_date IS NOT NULL AND NOT is_copy
        WINDOW pair AS (PARTITION BY partner)
    ),

    trends AS (
        SELECT
            partner,
            avg(intensity) FILTER (WHERE is_later)
            - avg(intensity) FILTER (WHERE NOT is_later) AS trend
        FROM dated
        WHERE events >= 4
        GROUP BY partner
    ),

    counted AS (
        SELECT
            partner,
            count(*) AS mentions,
            count(DISTINCT story_id) AS stories,
            count(*) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_stories,
            count(*) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_cooperation')
                AS material_cooperation_stories,
            count(*) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_stories,
            count(*) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_mentions,
            count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_stories,
            count(*) FILTER (WHERE is_negated) AS negated_mentions,
            count(DISTINCT story_id) FILTER (WHERE is_negated) AS negated_stories,
            count(*) FILTER (WHERE is_cooperation)
            - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
            count(DISTINCT story_id) FILTER (WHERE is_cooperation)
            - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
            avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
            avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity,
            max(event_date) AS last_event_date
        FROM side
        GROUP BY partner
    ),

    final AS (
        SELECT
            chosen.partner,
            names.name AS partner_name,
            coalesce(counted.mentions, 0) AS mentions,
            coalesce(counted.stories, 0) AS stories,
            coalesce(counted.mentions, 0) / nullif(total.mentions, 0) AS share_of_mentions,
            coalesce(counted.stories, 0) / nullif(total.stories, 0) AS share_of_stories,
            coalesce(counted.verbal_cooperation_mentions, 0) AS verbal_cooperation_mentions,
            coalesce(counted.verbal_cooperation_stories, 0) AS verbal_cooperation_stories,
            coalesce(counted.material_cooperation_mentions, 0) AS material_cooperation_mentions,
            coalesce(counted.material_cooperation_stories, 0) AS material_cooperation_stories,
            coalesce(counted.verbal_conflict_mentions, 0) AS verbal_conflict_mentions,
            coalesce(counted.verbal_conflict_stories, 0) AS verbal_conflict_stories,
            coalesce(counted.material_conflict_mentions, 0) AS material_conflict_mentions,
            coalesce(counted.material_conflict_stories, 0) AS material_conflict_stories,
            coalesce(counted.negated_mentions, 0) AS negated_mentions,
            coalesce(counted.negated_stories, 0) AS negated_stories,
            coalesce(counted.net_cooperation_mentions, 0) AS net_cooperation_mentions,
            coalesce(counted.net_cooperation_stories, 0) AS net_cooperation_stories,
            counted.mean_intensity_actual,
            counted.mean_intensity,
            counted.last_event_date,
            trends.trend
        FROM chosen
        CROSS JOIN total
        LEFT JOIN counted ON chosen.partner = counted.partner
        LEFT JOIN trends ON chosen.partner = trends.partner
        LEFT JOIN country AS names ON chosen.partner = names.iso3
    )

    SELECT *
    FROM final
    ORDER BY mentions DESC, partner ASC;

CREATE OR REPLACE MACRO dyad(a, b) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3
    ),

    pair AS (
        SELECT relation_dyad.*
        FROM relation_dyad
        INNER JOIN asked
            ON
                relation_dyad.country_a = least(asked.first_iso3, asked.second_iso3)
                AND relation_dyad.country_b = greatest(asked.first_iso3, asked.second_iso3)
    )

    SELECT
        event,
        quad,
        context,
        status,
        source || if(is_symmetric, ' <-> ', ' -> ') || target AS direction,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        avg(intensity) AS intensity,
        avg(score) AS mean_score,
        min(event_date) AS first_event_date,
        max(event_date) AS last_event_date
    FROM pair
    GROUP BY ALL
    ORDER BY stories DESC, mentions DESC, event ASC, context ASC, status ASC, direction ASC;

CREATE OR REPLACE MACRO timeline(a, b, grain) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3,
            if(
                lower(grain) IN ('year', 'quarter', 'month', 'week', 'day'),
                lower(grain),
                error('no grain ' || coalesce(grain, 'NULL') || ': year, quarter, month, week or day')
            ) AS part
    ),

    pair AS (
        SELECT
            relation_dyad.*,
            date_trunc(asked.part, relation_dyad.event_date)::DATE AS period
        FROM relation_dyad
        INNER JOIN asked
            ON
                relation_dyad.country_a = least(asked.first_iso3, asked.second_iso3)
                AND relation_dyad.country_b = greatest(asked.first_iso3, asked.second_iso3)
    )

    SELECT
        period,
        count(*) AS mentions,
        count(DISTINCT story_id) AS stories,
        count(*) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_mentions,
        count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_cooperation') AS verbal_cooperation_stories,
        count(*) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_mentions,
        count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_cooperation') AS material_cooperation_stories,
        count(*) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_mentions,
        count(DISTINCT story_id) FILTER (WHERE counted_quad = 'verbal_conflict') AS verbal_conflict_stories,
        count(*) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_mentions,
        count(DISTINCT story_id) FILTER (WHERE counted_quad = 'material_conflict') AS material_conflict_stories,
        count(*) FILTER (WHERE is_negated) AS negated_mentions,
        count(DISTINCT story_id) FILTER (WHERE is_negated) AS negated_stories,
        count(*) FILTER (WHERE is_cooperation) - count(*) FILTER (WHERE is_conflict) AS net_cooperation_mentions,
        count(DISTINCT story_id) FILTER (WHERE is_cooperation)
        - count(DISTINCT story_id) FILTER (WHERE is_conflict) AS net_cooperation_stories,
        avg(intensity) FILTER (WHERE status = 'actual' AND NOT is_copy) AS mean_intensity_actual,
        avg(intensity) FILTER (WHERE NOT is_negated AND NOT is_copy) AS mean_intensity
    FROM pair
    GROUP BY period
    ORDER BY period ASC NULLS LAST;

CREATE OR REPLACE MACRO money_between(a, b) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3
    ),

    pair AS (
        SELECT money_detail.*
        FROM money_detail
        INNER JOIN asked
            ON
                money_detail.country_a = least(asked.first_iso3, asked.second_iso3)
                AND money_detail.country_b = greatest(asked.first_iso3, asked.second_iso3)
    )

    SELECT
        published_at,
        text AS amount,
        currency,
        amount_min,
        amount_max,
        magnitude,
        qualifier,
        kind,
        usd_min,
        usd_max,
        rate_date,
        payer,
        payee,
        purpose,
        event,
        context,
        status,
        sentence,
        start,
        "end",
        news_source,
        title,
        url,
        story_id,
        is_copy,
        article_id,
        relation_id,
        money_id
    FROM pair
    ORDER BY published_at DESC NULLS LAST, article_id ASC, start ASC, money_id ASC;

CREATE OR REPLACE MACRO evidence(a, b) AS TABLE
    WITH asked AS (
        SELECT
            country_code(a) AS first_iso3,
            country_code(b) AS second_iso3
    ),

    pair AS (
        SELECT relation_detail.*
        FROM relation_detail
        INNER JOIN asked
            ON
                relation_detail.country_a = least(asked.first_iso3, asked.second_iso3)
                AND relation_detail.country_b = greatest(asked.first_iso3, asked.second_iso3)
    )

    SELECT
        event_date,
        published_at,
        news_source,
        title,
        url,
        source,
        target,
        is_symmetric,
        event,
        quad,
        context,
        status,
        intensity,
        score,
        sentence,
        evidence,
        evidence_start,
        evidence_end,
        sentence_start,
        sentence_end,
        story_id,
        is_copy,
        article_id,
        relation_id,
        coder_version
    FROM pair
    ORDER BY published_at DESC NULLS LAST, article_id ASC, evidence_start ASC, relation_id ASC;
