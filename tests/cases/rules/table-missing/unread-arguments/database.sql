CREATE SCHEMA app;
CREATE TABLE app.a (id serial PRIMARY KEY);
CREATE TABLE app.b (id serial PRIMARY KEY, a_id integer REFERENCES app.a (id));
CREATE TABLE app.c (id serial PRIMARY KEY);
