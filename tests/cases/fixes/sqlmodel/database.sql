CREATE TABLE teams (id serial PRIMARY KEY, title varchar(20));
CREATE TABLE heroes (id serial PRIMARY KEY, name varchar(80) NOT NULL, alias varchar, age int NOT NULL,
                     team_id int, power numeric(5,1) NOT NULL DEFAULT 1);
CREATE TABLE session (id serial PRIMARY KEY, ended date);
