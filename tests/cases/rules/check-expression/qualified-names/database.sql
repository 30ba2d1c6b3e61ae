CREATE TABLE t (id serial PRIMARY KEY, a text, b text, CONSTRAINT c CHECK (lower(a) = a), CONSTRAINT d CHECK (a ~ '^x'));
