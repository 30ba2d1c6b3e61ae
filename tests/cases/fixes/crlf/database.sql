CREATE TABLE sizes (id serial PRIMARY KEY, width bigint NOT NULL, height bigint);
