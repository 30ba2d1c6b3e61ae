CREATE TABLE other (id serial PRIMARY KEY);
CREATE TABLE states (id serial PRIMARY KEY, meta_id integer, seen double precision, other_id integer REFERENCES other (id));
CREATE INDEX ix_states_meta ON states (meta_id, seen);
CREATE INDEX ix_states_seen ON states (seen);
