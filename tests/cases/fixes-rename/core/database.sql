CREATE TABLE users (id serial PRIMARY KEY, login_name varchar(50) NOT NULL, name varchar(50));
