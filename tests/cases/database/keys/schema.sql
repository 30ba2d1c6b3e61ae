-- Primary keys, unique, foreign keys, CHECK and EXCLUDE with all their options.
CREATE SCHEMA other;
CREATE TABLE other.targets (x integer, y integer, z integer, PRIMARY KEY (z, x), UNIQUE (y));
CREATE TABLE keys (
  id integer,
  a integer, b integer, c integer, note text, room integer, during int4range,
  CONSTRAINT keys_pk PRIMARY KEY (id) INCLUDE (note),
  CONSTRAINT unique_ab UNIQUE (b, a) INCLUDE (c),
  CONSTRAINT unique_late UNIQUE (c) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT unique_deferrable UNIQUE (note) DEFERRABLE,
  CONSTRAINT a_range CHECK (a BETWEEN 1 AND 10 OR a IS NULL),
  CONSTRAINT own CHECK (b > 0) NO INHERIT,
  CHECK (note IN ('x', 'y') AND note NOT LIKE '%|%'),
  CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&) WHERE (room IS NULL) DEFERRABLE INITIALLY DEFERRED
);
ALTER TABLE keys ADD CONSTRAINT later CHECK (c > 0) NOT VALID;
COMMENT ON CONSTRAINT a_range ON keys IS 'From one to ten';
COMMENT ON CONSTRAINT keys_pk ON keys IS 'The key';
COMMENT ON CONSTRAINT unique_ab ON keys IS 'Both';
COMMENT ON CONSTRAINT no_overlap ON keys IS 'One at a time';
CREATE TABLE refers (
  id integer PRIMARY KEY,
  parent integer REFERENCES refers,
  a integer, b integer,
  cascading integer REFERENCES keys ON DELETE CASCADE ON UPDATE SET NULL,
  restricted integer REFERENCES keys ON DELETE RESTRICT ON UPDATE SET DEFAULT,
  late integer REFERENCES keys DEFERRABLE INITIALLY DEFERRED,
  loose integer REFERENCES keys DEFERRABLE,
  CONSTRAINT full_match FOREIGN KEY (b, a) REFERENCES other.targets (z, x) MATCH FULL
);
ALTER TABLE refers ADD CONSTRAINT unchecked FOREIGN KEY (a) REFERENCES other.targets (y) NOT VALID;
COMMENT ON CONSTRAINT full_match ON refers IS 'Two columns';
