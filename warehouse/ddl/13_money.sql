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
COMMENT ON COLUMN money.published_date IS 'Day of the article, for which the rate is looked up; null where it has none';
COMMENT ON COLUMN money.usd_min IS 'Lower end in US dollars: amount_min times usd_rate; null where either is';
COMMENT ON COLUMN money.usd_max IS 'Upper end in US dollars: amount_max times usd_rate; null where either is';
COMMENT ON COLUMN money.usd_rate IS 'US dollars for one unit of currency on rate_date, after the ECB; 1 for the dollar';
COMMENT ON COLUMN money.rate_date IS 'Day of the rate: the last one quoted at or before published_date, a week at most';
COMMENT ON COLUMN money.usd_null_reason IS
'no_number, no_currency, no_date, no_day, not_quoted, before_rates, after_rates, gap_in_rates, not_looked_up, or null';
COMMENT ON COLUMN money.relation_id IS 'The event of the same sentence that the money belongs to';
COMMENT ON COLUMN money.coder_version IS 'Version of model, rules and seeds that coded it';
COMMENT ON COLUMN money.period IS 'The time that it covers, in the text''s words: a year, over ten years, five-year';
COMMENT ON COLUMN money.twin_id IS
'The figure that this one restates in another currency, as in 14bn euros ($19bn); null: counted by itself';
COMMENT ON COLUMN money.flow_status IS
'paid, pledged, planned, possible, withheld or alleged: by words beside it, else its event; null: unsaid';
