CREATE TABLE users (id serial PRIMARY KEY, name varchar(50));
CREATE TABLE groups (id serial PRIMARY KEY);
CREATE TABLE user_groups (user_id integer REFERENCES users, group_id integer REFERENCES groups, PRIMARY KEY (user_id, group_id));
CREATE TABLE posts (id serial PRIMARY KEY, author_id integer REFERENCES users);
CREATE TABLE post_votes (id serial PRIMARY KEY, post_id integer NOT NULL REFERENCES posts, voter_id integer REFERENCES users, checker_id integer REFERENCES users);
CREATE TABLE post_groups (post_id integer REFERENCES posts, group_id integer REFERENCES groups, PRIMARY KEY (post_id, group_id));
