-- requires: 18
-- What PostgreSQL 18 brought.
CREATE TABLE parents (id integer PRIMARY KEY);
CREATE TABLE t (
  id integer CONSTRAINT id_named NOT NULL,
  a integer CONSTRAINT positive CHECK (a > 0) NOT ENFORCED,
  parent integer CONSTRAINT loose REFERENCES parents NOT ENFORCED,
  doubled integer GENERATED ALWAYS AS (a * 2) VIRTUAL,
  stored integer GENERATED ALWAYS AS (a * 3) STORED,
  note text
);
ALTER TABLE t ADD CONSTRAINT note_later NOT NULL note NOT VALID;
CREATE TABLE rooms (room int4range, during tsrange, PRIMARY KEY (room, during WITHOUT OVERLAPS));
CREATE TABLE notes (id integer PRIMARY KEY, a text, b text CONSTRAINT b_here NOT NULL NO INHERIT);
ALTER TABLE notes ADD CONSTRAINT a_here NOT NULL a NOT VALID;
