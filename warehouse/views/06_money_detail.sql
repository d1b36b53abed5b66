-- question: Which two countries does each amount lie between, and which words say so?
-- grain: one monetary figure; country_a and country_b (alphabetical) are null where it isn't tied to two countries
CREATE OR REPLACE VIEW money_detail AS
WITH placed AS (
    SELECT
        money.*,
        relation_dyad.country_a AS relation_a,
        relation_dyad.country_b AS relation_b,
        relation_dyad.event,
        relation_dyad.context,
        relation_dyad.status,
        -- Payer and payee say most; then the pair; then the relation that the money belongs to. That may be about
        -- something else than the money: whoever is known to pay or to be paid must be one of its two.
        CASE
            WHEN money.payer != money.payee THEN 'payer and payee'
            WHEN money.pair_a IS NOT NULL THEN 'pair'
            WHEN
                coalesce(money.payer, relation_dyad.country_a) IN (relation_dyad.country_a, relation_dyad.country_b)
                AND coalesce(money.payee, relation_dyad.country_a) IN (relation_dyad.country_a, relation_dyad.country_b)
                THEN 'relation'
        END AS pair_source
    FROM money_in_dollars AS money
    LEFT JOIN relation_dyad ON money.relation_id = relation_dyad.relation_id
)

SELECT
    placed.* EXCLUDE (relation_a, relation_b, event, context, status, pair_source),
    CASE placed.pair_source
        WHEN 'payer and payee' THEN least(placed.payer, placed.payee)
        WHEN 'pair' THEN placed.pair_a
        WHEN 'relation' THEN placed.relation_a
    END AS country_a,
    CASE placed.pair_source
        WHEN 'payer and payee' THEN greatest(placed.payer, placed.payee)
        WHEN 'pair' THEN placed.pair_b
        WHEN 'relation' THEN placed.relation_b
    END AS country_b,
    placed.pair_source,
    placed.event,
    placed.context,
    placed.status,
    coalesce(duplicate.duplicate_of, placed.article_id) AS story_id,
    duplicate.article_id IS NOT NULL AS is_copy,
    article.source AS news_source,
    article.url,
    article.title,
    article.published_at,
    substring(article.text, sentence.start + 1, sentence."end" - sentence.start) AS sentence
FROM placed
INNER JOIN article ON placed.article_id = article.article_id
LEFT JOIN sentence ON placed.article_id = sentence.article_id AND placed.sentence_no = sentence.sentence_no
LEFT JOIN duplicate ON placed.article_id = duplicate.article_id;
