-- Indexes: methods, keys, expressions, operator classes, collations, order, INCLUDE, predicates, parameters.
CREATE SCHEMA other;
CREATE TABLE t (
  id integer, name text, code varchar(9), c_name text COLLATE "C", tags text[], document jsonb, box box, words tsvector,
  at timestamptz, ip inet, net cidr
);
CREATE UNIQUE INDEX t_id ON t (id);
CREATE INDEX t_order ON t (id DESC, name ASC NULLS FIRST, at DESC NULLS LAST, code);
CREATE INDEX t_lower ON t (lower(name));
CREATE INDEX t_mixed ON t (id, lower(name), code, upper(c_name) DESC, (id + 1));
CREATE INDEX t_pattern ON t (name text_pattern_ops, code varchar_pattern_ops, code varchar_ops);
CREATE INDEX t_collation ON t (name COLLATE "C", c_name COLLATE "POSIX", c_name);
CREATE INDEX t_expression_collation ON t (lower(name) COLLATE "C");
CREATE INDEX t_include ON t (id) INCLUDE (name, code) WITH (fillfactor = 70);
CREATE INDEX t_partial ON t (id) WHERE name IS NOT NULL AND id > 5;
CREATE INDEX t_gin ON t USING gin (document jsonb_path_ops, tags) WITH (fastupdate = off);
CREATE INDEX t_gin_default ON t USING gin (document);
CREATE INDEX t_gist ON t USING gist (box, words tsvector_ops);
CREATE INDEX t_brin ON t USING brin (at) WITH (pages_per_range = 32);
CREATE INDEX t_hash ON t USING hash (name);
CREATE INDEX t_spgist ON t USING spgist (ip);
CREATE INDEX t_net ON t (net, ip);
COMMENT ON INDEX t_partial IS 'Only those with a name';
CREATE MATERIALIZED VIEW m AS SELECT 1 AS one, 'x'::text AS two;
CREATE INDEX m_two ON m (two, (one + 1));
