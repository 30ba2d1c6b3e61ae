-- Partitioned tables with keys of each method, sub-partitions, bounds, what partitions inherit.
CREATE TABLE events (
  id bigint NOT NULL, at timestamptz NOT NULL, kind text DEFAULT 'x', PRIMARY KEY (id, at, kind), CHECK (id > 0)
) PARTITION BY RANGE (at);
CREATE INDEX events_kind ON events (kind);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2025-01-01 00:00+00')
  PARTITION BY LIST (kind);
CREATE TABLE events_2024_a PARTITION OF events_2024 FOR VALUES IN ('a', 'it''s', NULL);
CREATE TABLE events_2024_rest PARTITION OF events_2024 DEFAULT;
CREATE TABLE events_late PARTITION OF events FOR VALUES FROM (MINVALUE) TO ('2024-01-01 00:00+00');
CREATE INDEX events_late_own ON events_late (id);

CREATE TABLE hashed (id integer, part text) PARTITION BY HASH (lower(part), id);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);

CREATE TABLE users (id integer PRIMARY KEY);
CREATE TABLE owned (id integer, owner integer REFERENCES users ON DELETE CASCADE) PARTITION BY LIST (id);
CREATE TABLE owned_1 PARTITION OF owned FOR VALUES IN (1);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touch BEFORE UPDATE ON owned_1 FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE refers (
  id bigint, at timestamptz, kind text, CONSTRAINT to_all_partitions FOREIGN KEY (id, at, kind) REFERENCES events
);
