CREATE TABLE t (id serial PRIMARY KEY, room int4range, during tstzrange, CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&));
