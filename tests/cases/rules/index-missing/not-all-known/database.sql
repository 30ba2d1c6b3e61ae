CREATE TABLE t (id serial PRIMARY KEY, a integer, b integer REFERENCES t (id), UNIQUE (b), CHECK (b > 0), CONSTRAINT e EXCLUDE USING btree (a WITH =));
CREATE INDEX only_here ON t (a);
CREATE INDEX always ON t (b);
CREATE TABLE u (id serial PRIMARY KEY, a integer);
CREATE INDEX of_u ON u (a);
