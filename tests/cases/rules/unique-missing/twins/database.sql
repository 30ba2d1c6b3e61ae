CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer, c integer);
CREATE UNIQUE INDEX ua ON t (a);
ALTER TABLE t ADD UNIQUE (b);
