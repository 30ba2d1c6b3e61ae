CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer, c integer, d text);
CREATE INDEX i_predicate ON t (a) WHERE b > 0;
CREATE INDEX i_include ON t (b) INCLUDE (c);
CREATE INDEX i_method ON t USING hash (c);
CREATE INDEX i_opclass ON t (d text_pattern_ops);
CREATE INDEX i_with ON t (c) WITH (fillfactor = 70);
CREATE INDEX i_order ON t (a DESC NULLS LAST, b);
