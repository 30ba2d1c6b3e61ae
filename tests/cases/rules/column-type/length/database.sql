CREATE TABLE t (id serial PRIMARY KEY, a varchar(20), b varchar, c text);
