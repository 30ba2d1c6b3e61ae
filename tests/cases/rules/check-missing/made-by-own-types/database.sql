CREATE TABLE requests (id serial PRIMARY KEY, state smallint NOT NULL, CONSTRAINT valid_enum_state CHECK (state IN (0, 1)));
CREATE TABLE colors (id serial PRIMARY KEY, color varchar(5), CONSTRAINT ck_color CHECK (color IN ('red', 'blue')));
CREATE TABLE plain (id serial PRIMARY KEY, x smallint, CONSTRAINT ck_x CHECK (x > 0));
