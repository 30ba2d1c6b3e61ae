CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer, c integer, CONSTRAINT u UNIQUE (a, b), CONSTRAINT d UNIQUE (c) DEFERRABLE);
