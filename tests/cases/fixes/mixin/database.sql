CREATE TABLE a (id serial PRIMARY KEY, created_at timestamptz, note varchar(10));
CREATE TABLE b (id serial PRIMARY KEY, created_at timestamptz, note varchar(20));
