CREATE TABLE users (id serial PRIMARY KEY, name text);
CREATE UNIQUE INDEX idx_name ON users (lower(name));
CREATE TABLE others (id serial PRIMARY KEY, name text);
CREATE INDEX idx_others ON others (name);
CREATE TABLE logged (id serial PRIMARY KEY, name text);
CREATE INDEX idx_logged ON logged (name);
CREATE TABLE renamed (id serial PRIMARY KEY, name integer);
