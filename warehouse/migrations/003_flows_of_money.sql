-- question: Which time does a figure cover, what does it restate, and how real is the flow?
-- grain: one file brings a warehouse from the schema version before its number to its number
--
-- All three are null where an older coder, which did not ask, read the article.
ALTER TABLE money ADD COLUMN period VARCHAR;
ALTER TABLE money ADD COLUMN twin_id VARCHAR;
ALTER TABLE money ADD COLUMN flow_status VARCHAR;
