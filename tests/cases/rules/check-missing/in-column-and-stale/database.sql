CREATE TABLE t (id serial PRIMARY KEY, a integer CHECK (a > 0), b boolean, CONSTRAINT b CHECK (b IN (true, false)));
