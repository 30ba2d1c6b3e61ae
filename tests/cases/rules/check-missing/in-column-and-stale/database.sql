CREATE TABLE t (id serial PRIMARY KEY, a integer CHECK (a > 0), b text, CONSTRAINT old CHECK (length(b) < 9));
