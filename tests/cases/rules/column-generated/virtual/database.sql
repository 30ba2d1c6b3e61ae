-- requires: 18
CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer GENERATED ALWAYS AS (a * 2) VIRTUAL);
