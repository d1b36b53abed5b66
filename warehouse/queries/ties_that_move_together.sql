-- question: How does India's tie to Russia change as Russia's to Pakistan does?
-- grain: one year in which both ties are on record
-- title: How does one tie change as another does?
-- evidence: detente evidence IND RUS; detente evidence RUS PAK
SELECT
    year(period) AS year,
    ab_stories AS india_russia_stories,
    bc_stories AS russia_pakistan_stories,
    mentions,
    round(ab_intensity, 2) AS india_russia,
    round(bc_intensity, 2) AS russia_pakistan,
    round(ab_change, 2) AS india_russia_change,
    round(bc_change, 2) AS russia_pakistan_change,
    moves,
    round(correlation, 2) AS correlation,
    periods
FROM co_movement('IND', 'RUS', 'PAK', 'year');
