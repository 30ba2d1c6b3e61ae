CREATE TABLE t (id serial PRIMARY KEY, users_id integer, note text, made_on date);
