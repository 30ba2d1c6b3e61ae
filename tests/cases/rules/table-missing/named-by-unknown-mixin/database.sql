CREATE TABLE oauth (id serial PRIMARY KEY, user_id integer);
CREATE TABLE t (id serial PRIMARY KEY);
