CREATE TABLE article (id serial PRIMARY KEY);
CREATE TABLE note (id serial PRIMARY KEY);
CREATE TABLE plain (id serial PRIMARY KEY);
CREATE TABLE article_version (id integer, transaction_id bigint, PRIMARY KEY (id, transaction_id));
CREATE TABLE note_history (id integer, transaction_id bigint, PRIMARY KEY (id, transaction_id));
CREATE TABLE plain_version (id integer PRIMARY KEY);
CREATE TABLE transaction (id bigint PRIMARY KEY);
