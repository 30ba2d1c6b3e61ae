CREATE TABLE t (id serial PRIMARY KEY, room int4range, during tstzrange, cancelled boolean,
  CONSTRAINT e1 EXCLUDE USING gist (during WITH &&) WHERE (NOT cancelled),
  CONSTRAINT e2 EXCLUDE USING gist (room WITH =, during WITH &&) DEFERRABLE,
  CONSTRAINT e3 EXCLUDE USING btree (id WITH =),
  CONSTRAINT e4 EXCLUDE USING gist (room WITH -|-));
