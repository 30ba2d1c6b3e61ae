CREATE TABLE t (id serial PRIMARY KEY, a integer, CONSTRAINT ccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc CHECK (a > 0), CONSTRAINT u UNIQUE (a));
