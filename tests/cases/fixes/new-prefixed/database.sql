CREATE TABLE app_users (id serial PRIMARY KEY, name varchar(50));
CREATE TABLE app_votes (id serial PRIMARY KEY, stars integer);
CREATE TABLE orders (id serial PRIMARY KEY, total integer);
