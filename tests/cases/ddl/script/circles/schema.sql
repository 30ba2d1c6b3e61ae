-- Objects that need each other: keys in a circle, defaults and checks that call functions on the table's own row,
-- views that functions take, ranges with a canonical function's kin, materialized views upon views.
CREATE TABLE a (id integer PRIMARY KEY, b_id integer, label text);
CREATE TABLE b (id integer PRIMARY KEY, a_id integer REFERENCES a, UNIQUE (a_id));
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b DEFERRABLE INITIALLY DEFERRED;
CREATE FUNCTION label_of(a) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT $1.label $$;
CREATE FUNCTION some_label() RETURNS text LANGUAGE sql AS $$ SELECT 'x' $$;
ALTER TABLE a ADD CONSTRAINT labelled CHECK (label_of(a.*) <> '');
COMMENT ON CONSTRAINT labelled ON a IS 'By a function';
ALTER TABLE a ALTER COLUMN label SET DEFAULT some_label();
CREATE INDEX a_label ON a (label_of(a.*));
CREATE VIEW shown AS SELECT id, label FROM a;
CREATE FUNCTION shown_id(shown) RETURNS integer LANGUAGE sql IMMUTABLE AS $$ SELECT $1.id $$;
CREATE OR REPLACE VIEW shown AS SELECT id, label FROM a WHERE id > 0;
CREATE VIEW z_first AS SELECT count(*) AS n FROM shown;
CREATE MATERIALIZED VIEW y_second AS SELECT n FROM z_first;
CREATE MATERIALIZED VIEW a_third AS SELECT n + 1 AS n FROM y_second;
CREATE UNIQUE INDEX a_third_n ON a_third (n);
CREATE VIEW b_fourth AS SELECT n FROM a_third;
CREATE MATERIALIZED VIEW a_fifth AS SELECT n FROM b_fourth;
CREATE SCHEMA later;
CREATE TYPE later.kind AS ENUM ('x');
CREATE TABLE early (kind later.kind DEFAULT 'x', PRIMARY KEY (kind));
CREATE TABLE later.refers (kind later.kind REFERENCES early);
-- Keys that only a unique index stands behind.
CREATE TABLE indexed (x integer NOT NULL);
CREATE UNIQUE INDEX indexed_x ON indexed (x);
CREATE TABLE to_index (x integer REFERENCES indexed (x));
-- Children whose columns came before, after, and differ.
CREATE TABLE parent (id integer NOT NULL, note text DEFAULT 'p', CONSTRAINT positive CHECK (id > 0));
CREATE TABLE child (own integer, note text DEFAULT 'c') INHERITS (parent);
CREATE TABLE adopted (note text, id integer NOT NULL, CONSTRAINT positive CHECK (id > 0));
ALTER TABLE adopted INHERIT parent;
CREATE TABLE grandchild () INHERITS (child);
ALTER TABLE ONLY grandchild ALTER COLUMN note DROP DEFAULT;
ALTER TABLE grandchild ALTER COLUMN own SET NOT NULL;
-- Partitions with another order of columns, with keys and triggers of their own.
CREATE TABLE measured (id integer, at date NOT NULL, value numeric DEFAULT 1, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE measured_old (value numeric DEFAULT 2, at date NOT NULL, id integer NOT NULL, CONSTRAINT positive CHECK (value > 0));
ALTER TABLE measured ATTACH PARTITION measured_old FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE measured_rest PARTITION OF measured DEFAULT;
CREATE INDEX measured_value ON measured (value);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched AFTER UPDATE ON measured FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER stated AFTER UPDATE ON measured FOR EACH STATEMENT EXECUTE FUNCTION touch();
ALTER TABLE measured ADD FOREIGN KEY (id) REFERENCES a ON DELETE CASCADE;
CREATE SEQUENCE shared OWNED BY measured.id;
ALTER TABLE measured ALTER COLUMN id SET DEFAULT nextval('shared');
-- Grants that are passed on.
CREATE TABLE granted (id integer, secret text);
GRANT SELECT ON granted TO clerk WITH GRANT OPTION;
SET ROLE clerk;
GRANT SELECT ON granted TO PUBLIC;
RESET ROLE;
REVOKE DELETE ON granted FROM postgres;
CREATE AGGREGATE longest(text) (SFUNC = textcat, STYPE = text, INITCOND = '', PARALLEL = SAFE);
CREATE VIEW longest_label AS SELECT longest(label) AS l FROM a;
CREATE TABLE named_sequence (id integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME other_name START 5));
COMMENT ON SEQUENCE other_name IS 'Its own';
CREATE FUNCTION uses(a) RETURNS bigint LANGUAGE sql AS $$ SELECT count(*) FROM to_index $$;
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE TABLE words (body text, found tsvector GENERATED ALWAYS AS (to_tsvector('plain'::regconfig, body)) STORED);
