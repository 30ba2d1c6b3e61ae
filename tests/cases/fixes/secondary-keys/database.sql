CREATE TABLE users (id serial PRIMARY KEY);
CREATE TABLE domains (id serial PRIMARY KEY);
CREATE TABLE owners (user_id int REFERENCES users (id), domain_id int, PRIMARY KEY (user_id, domain_id));
CREATE TABLE groups (id serial PRIMARY KEY);
CREATE TABLE members (user_id int, group_id int REFERENCES groups (id), PRIMARY KEY (user_id, group_id));
CREATE TABLE roles (id serial PRIMARY KEY);
CREATE TABLE bearers (user_id int, role_id int, PRIMARY KEY (user_id, role_id));
CREATE SCHEMA depot;
ALTER TABLE members SET SCHEMA depot;
