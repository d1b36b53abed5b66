-- question: Which rate made each amount dollars, and why are there none?
-- grain: one file brings a warehouse from the schema version before its number to its number
--
-- Version 1 gave dollars for dollar amounts alone, and looked no rate up. Amounts in other currencies keep that until
-- their article is coded anew: the reason says so.
ALTER TABLE article ADD COLUMN date_precision VARCHAR;
ALTER TABLE money ADD COLUMN published_date DATE;
ALTER TABLE money ADD COLUMN usd_rate DOUBLE;
ALTER TABLE money ADD COLUMN usd_null_reason VARCHAR;

UPDATE article
SET date_precision = (
    SELECT min(document.date_precision)
    FROM document
    WHERE document.article_id = article.article_id AND document.published_at = article.published_at
);

UPDATE money
SET published_date = (
    SELECT article.published_at::DATE
    FROM article
    WHERE article.article_id = money.article_id
);

UPDATE money
SET usd_rate = 1
WHERE rate_date IS NOT NULL AND coalesce(usd_min, usd_max) IS NOT NULL;

UPDATE money
SET rate_date = NULL, usd_min = NULL, usd_max = NULL
WHERE usd_rate IS NULL;

UPDATE money
SET
    usd_null_reason = CASE
        WHEN amount_min IS NULL AND amount_max IS NULL THEN 'no_number'
        WHEN currency IS NULL THEN 'no_currency'
        WHEN published_date IS NULL THEN 'no_date'
        ELSE 'not_looked_up'
    END
WHERE usd_rate IS NULL;
