CREATE TABLE users (id serial PRIMARY KEY);
CREATE TABLE topics (id serial PRIMARY KEY);
CREATE TABLE posts (id serial PRIMARY KEY, author_id int REFERENCES users (id), topic_id int, editor_id int REFERENCES users (id));
CREATE TABLE labels (id serial PRIMARY KEY);
CREATE TABLE pots (id serial PRIMARY KEY);
