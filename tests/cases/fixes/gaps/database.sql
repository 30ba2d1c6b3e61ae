CREATE TABLE wallets (id serial PRIMARY KEY, owner text NOT NULL, kept int);
CREATE TABLE notes (id serial PRIMARY KEY);
