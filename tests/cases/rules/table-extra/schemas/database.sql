CREATE SCHEMA other;
CREATE TABLE other.p (id serial PRIMARY KEY);
CREATE TABLE t (id serial PRIMARY KEY, p_id integer REFERENCES other.p);
