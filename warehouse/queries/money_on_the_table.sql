-- question: What money is on Pakistan's table, and how sure is it?
-- grain: one figure in one sentence, copies of a story and conversions left out, those that are sure first
-- title: What money is on the table, and how sure is it?
-- evidence: the sentence of each figure is in the answer
-- note: Without doubts is an exact number of what is given, lent, spent, sold or going on (flow_status paid), between a
--   payer and a payee that the text names.
SELECT
    published_at::DATE AS published_date,
    if(country_a = 'PAK', country_b, country_a) AS partner,
    text AS amount,
    period,
    usd_min,
    usd_max,
    usd_source,
    qualifier,
    payer,
    payee,
    purpose,
    coalesce(status, 'no relation') AS status,
    flow_status,
    concat_ws(
        ', ',
        if(amount_min IS NULL AND amount_max IS NULL, 'no number', NULL),
        if(qualifier != 'exact', qualifier, NULL),
        if(status != 'actual', status, NULL),
        if(status IS NULL, 'tied to no act', NULL),
        -- An act that happened may be a promise: a pledge is actual, its money isn't paid.
        if(flow_status IS NULL, 'not said to be paid', NULL),
        if(flow_status != 'paid', flow_status, NULL),
        if(payer IS NULL OR payee IS NULL, 'payer or payee unknown', NULL),
        if(usd_null_reason != 'no_number', 'no dollar value: ' || usd_null_reason, NULL)
    ) AS doubts,
    sentence,
    title,
    story_id
FROM mart_money
WHERE 'PAK' IN (country_a, country_b) AND kind = 'amount' AND NOT is_copy AND twin_id IS NULL
ORDER BY length(doubts) ASC, usd_max DESC NULLS LAST, published_date DESC NULLS LAST, amount ASC;
