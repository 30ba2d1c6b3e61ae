CREATE TABLE tags (id serial PRIMARY KEY);
CREATE TABLE posts (id serial PRIMARY KEY);
CREATE TABLE authors (id serial PRIMARY KEY);
CREATE TABLE post_tags (post_id integer REFERENCES posts, tag_id integer REFERENCES tags, PRIMARY KEY (post_id, tag_id));
CREATE TABLE author_posts (author_id integer REFERENCES authors, post_id integer REFERENCES posts, PRIMARY KEY (author_id, post_id));
CREATE TABLE badges (id serial PRIMARY KEY, author_id integer REFERENCES authors);
CREATE TABLE badge_tags (badge_id integer REFERENCES badges, tag_id integer REFERENCES tags, PRIMARY KEY (badge_id, tag_id));
