-- requires: 18
CREATE TABLE t (id serial PRIMARY KEY, a integer CONSTRAINT a_is_there NOT NULL, b integer);
