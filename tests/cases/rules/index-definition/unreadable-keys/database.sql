CREATE TABLE t (id serial PRIMARY KEY, a text, b text);
CREATE INDEX i1 ON t (lower(a));
CREATE INDEX i2 ON t (lower(b));
