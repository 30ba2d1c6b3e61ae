CREATE TABLE p (id serial PRIMARY KEY);
CREATE TABLE t (id serial PRIMARY KEY, p_id integer REFERENCES p ON DELETE CASCADE, a integer UNIQUE, CHECK (a > 0));
