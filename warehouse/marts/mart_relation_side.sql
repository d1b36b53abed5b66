-- question: Which relations does each country have, seen from its side?
-- grain: one relation and one of its countries, as relation_side has it, without offsets; laid down country by country
-- note: The copy is what makes compare and partner_ranks fast.
SELECT
    iso3,
    partner,
    direction,
    relation_id,
    story_id,
    source,
    target,
    is_symmetric,
    event,
    quad,
    context,
    status,
    intensity,
    score,
    event_date,
    event_date_end,
    date_precision,
    day_or_story,
    is_copy,
    is_negated,
    counted_quad,
    is_cooperation,
    is_conflict
FROM relation_side
ORDER BY iso3 ASC, partner ASC, event_date ASC NULLS LAST, relation_id ASC;
