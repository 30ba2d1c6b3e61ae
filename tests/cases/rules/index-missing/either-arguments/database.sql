CREATE SCHEMA app;
CREATE TABLE app.a (id serial PRIMARY KEY, x integer);
CREATE INDEX always ON app.a (x);
CREATE INDEX of_one ON app.a (x, id);
CREATE TABLE app.b (id serial PRIMARY KEY, x integer);
CREATE INDEX of_b ON app.b (x);
CREATE TABLE app.c (id serial PRIMARY KEY);
