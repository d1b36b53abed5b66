-- question: Does every article's text begin with its title?
-- grain: one row that breaks the rule; none passes
SELECT article_id
FROM article
WHERE title_end > length(text) OR (title = '') != (title_end = 0);
