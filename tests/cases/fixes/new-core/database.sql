CREATE TABLE users (id serial PRIMARY KEY, name varchar(50));
CREATE TABLE posts (id serial PRIMARY KEY, user_id integer REFERENCES users);
CREATE TABLE post_votes (id serial PRIMARY KEY, post_id integer NOT NULL REFERENCES posts, stars integer);
