CREATE TABLE IF NOT EXISTS event_type (
    event VARCHAR NOT NULL,
    quad VARCHAR NOT NULL,
    intensity DOUBLE NOT NULL,
    is_symmetric BOOLEAN NOT NULL,
    description VARCHAR NOT NULL,
    PRIMARY KEY (event)
);

COMMENT ON TABLE event_type IS 'Dimension: PLOVER event types. From seeds/event_types.toml.';
COMMENT ON COLUMN event_type.event IS 'Name of the event type, such as CONSULT';
COMMENT ON COLUMN event_type.quad IS 'Quad class: verbal or material, cooperation or conflict';
COMMENT ON COLUMN event_type.intensity IS 'Goldstein scale, -10 (war) to +10';
COMMENT ON COLUMN event_type.is_symmetric IS 'Usually an act of both sides alike';
COMMENT ON COLUMN event_type.description IS 'What it covers';
