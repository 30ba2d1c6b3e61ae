CREATE TABLE users (id serial PRIMARY KEY, name varchar(30) NOT NULL);
CREATE TABLE users_devices (id serial PRIMARY KEY, user_id int REFERENCES users (id));
CREATE TABLE users_addresses (id serial PRIMARY KEY, user_id int NOT NULL REFERENCES users (id) ON DELETE CASCADE, street text, metadata jsonb,
                              UNIQUE (user_id, street));
CREATE TABLE log_lines (at timestamptz NOT NULL DEFAULT now(), line text NOT NULL);
