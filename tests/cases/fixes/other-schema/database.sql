CREATE SCHEMA depot;
CREATE TABLE depot.crates (id serial PRIMARY KEY, label varchar(20) NOT NULL, weight float8, CHECK (weight > 0));
CREATE INDEX crates_by_label ON depot.crates (label);
CREATE TABLE depot.makers (id serial PRIMARY KEY);
CREATE TABLE parts (id serial PRIMARY KEY, maker_id int REFERENCES depot.makers (id));
