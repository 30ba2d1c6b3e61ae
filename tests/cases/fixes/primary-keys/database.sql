CREATE TABLE users (id serial, name varchar(50), CONSTRAINT pk_users PRIMARY KEY (id) DEFERRABLE);
CREATE TABLE posts (id serial, name varchar(50) NOT NULL, CONSTRAINT posts_pkey PRIMARY KEY (id) INCLUDE (name));
CREATE TABLE votes (id serial, name varchar(50) NOT NULL, CONSTRAINT pk_votes PRIMARY KEY (id, name));
CREATE TABLE old (id serial PRIMARY KEY);
CREATE TABLE new (id serial PRIMARY KEY, what text);
