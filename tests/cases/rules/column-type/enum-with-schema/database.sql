CREATE SCHEMA kinds;
CREATE TYPE kinds.mood AS ENUM ('sad', 'ok');
CREATE TYPE kinds.other AS ENUM ('a');
CREATE TABLE t (id serial PRIMARY KEY, m kinds.mood NOT NULL DEFAULT 'ok', n kinds.other);
