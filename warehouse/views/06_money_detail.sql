-- question: Which two countries does each amount lie between, and which words say so?
-- grain: one monetary figure; country_a and country_b (alphabetical) are null where it isn't tied to two countries
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
FROM money_in_dollars AS money
INNER JOIN article ON money.article_id = article.article_id
LEFT JOIN sentence ON money.article_id = sentence.article_id AND money.sentence_no = sentence.sentence_no
LEFT JOIN relation_dyad ON money.relation_id = relation_dyad.relation_id
LEFT JOIN duplicate ON money.article_id = duplicate.article_id;
