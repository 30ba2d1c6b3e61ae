CREATE TABLE users (id serial PRIMARY KEY);
CREATE TABLE groups (id serial PRIMARY KEY);
CREATE TABLE tags (id serial PRIMARY KEY);
CREATE TABLE users_groups (user_id integer REFERENCES users, group_id integer REFERENCES groups, PRIMARY KEY (user_id, group_id));
-- between two classes that are there
CREATE TABLE users_tags (user_id integer REFERENCES users, tag_id integer REFERENCES tags, PRIMARY KEY (user_id, tag_id));
-- a new class; one below it and a tree; between it and one that is there; between two new ones
CREATE TABLE shops (id serial PRIMARY KEY, owner_id integer NOT NULL REFERENCES users);
CREATE TABLE shop_rooms (id serial PRIMARY KEY, shop_id integer NOT NULL REFERENCES shops, parent_id integer REFERENCES shop_rooms);
CREATE TABLE shops_tags (shop_id integer REFERENCES shops, tag_id integer REFERENCES tags, PRIMARY KEY (shop_id, tag_id));
CREATE TABLE brands (id serial PRIMARY KEY);
CREATE TABLE shops_brands (shop_id integer REFERENCES shops ON DELETE CASCADE, brand_id integer REFERENCES brands, PRIMARY KEY (shop_id, brand_id));
-- which end is which only names could say
CREATE TABLE users_friends (user_id integer REFERENCES users, friend_id integer REFERENCES users, PRIMARY KEY (user_id, friend_id));
