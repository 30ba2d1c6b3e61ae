-- requires: 15
-- What PostgreSQL 13 to 15 brought.
CREATE FUNCTION tsvector_of(text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$ SELECT NULL::tsvector $$;
CREATE TABLE t (
  id integer PRIMARY KEY, a integer, b integer, name text,
  CONSTRAINT one_null UNIQUE NULLS NOT DISTINCT (a, b),
  CONSTRAINT part FOREIGN KEY (a, b) REFERENCES t (a, b) ON DELETE SET NULL (b),
  CONSTRAINT part_default FOREIGN KEY (b, a) REFERENCES t (a, b) ON DELETE SET DEFAULT (a)
);
CREATE UNIQUE INDEX t_null ON t (name) NULLS NOT DISTINCT;
CREATE INDEX t_lossy ON t USING gist (tsvector_of(name) tsvector_ops (siglen = 32));
CREATE VIEW as_invoker WITH (security_invoker = true) AS SELECT 1 AS one;
CREATE PUBLICATION part_of_t FOR TABLE t (id, name) WHERE (id > 5);
CREATE PUBLICATION whole_schema FOR TABLES IN SCHEMA public;
CREATE STATISTICS on_expression ON (a + b), name FROM t;
CREATE FUNCTION in_sql(a integer) RETURNS integer LANGUAGE sql
  BEGIN ATOMIC SELECT CASE WHEN a > 0 THEN 1 ELSE 2 END; END;
