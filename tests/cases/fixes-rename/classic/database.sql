CREATE TABLE users (id serial PRIMARY KEY, login_name varchar(50) NOT NULL UNIQUE, name varchar(50));
CREATE INDEX ix_users_login ON users (login_name);
CREATE TABLE posts (id serial PRIMARY KEY, user_id integer REFERENCES users (id), user_login varchar(50) REFERENCES users (login_name));
