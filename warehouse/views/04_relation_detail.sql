-- question: Which words say so, and where do they stand?
-- grain: one relation with its sentence, its article and its countries' names
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
