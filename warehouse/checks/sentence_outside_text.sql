-- question: Does every sentence lie inside its article's text, after the one before it?
-- grain: one row that breaks the rule; none passes
WITH ordered AS (
    SELECT
        article_id,
        sentence_no,
        start,
        "end",
        lag("end", 1, 0) OVER (PARTITION BY article_id ORDER BY sentence_no ASC) AS end_before
    FROM sentence
)

SELECT
    ordered.article_id,
    ordered.sentence_no
FROM ordered
INNER JOIN article ON ordered.article_id = article.article_id
WHERE
    ordered."end" > length(article.text)
    OR ordered.start < ordered.end_before
    OR ordered.start >= ordered."end";
