-- requires: 15
CREATE TABLE t (id serial PRIMARY KEY, a integer, CONSTRAINT u UNIQUE NULLS NOT DISTINCT (a));
