CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer, c integer, d integer, CHECK (a > 0), UNIQUE (a, b), UNIQUE (c), CONSTRAINT named_check CHECK (c <> 3), CONSTRAINT named_key UNIQUE (d));
