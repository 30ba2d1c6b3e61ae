CREATE TABLE user_accounts (id serial PRIMARY KEY, email text NOT NULL, made_on date, score integer);
