-- question: Does every relation carry the quad class of its event type?
-- grain: one row that breaks the rule; none passes
SELECT relation.relation_id
FROM relation
LEFT JOIN event_type ON relation.event = event_type.event
LEFT JOIN context ON relation.context = context.context
WHERE relation.quad IS DISTINCT FROM event_type.quad OR context.context IS NULL;
