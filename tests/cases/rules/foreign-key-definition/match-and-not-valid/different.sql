CREATE TABLE p (a integer, b integer, PRIMARY KEY (a, b));
CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer);
ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a, b) REFERENCES p MATCH FULL NOT VALID;
