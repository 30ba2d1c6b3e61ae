CREATE TABLE things (id serial CONSTRAINT pk_things PRIMARY KEY, a integer CONSTRAINT uq_things_a UNIQUE, b integer CONSTRAINT fk_things_b_things REFERENCES things, c integer, CONSTRAINT ck_things_positive CHECK (c > 0));
CREATE INDEX ix_things_c ON things (c);
