CREATE TABLE accounts (id serial PRIMARY KEY, year_of_opening text, opened_on date);
CREATE TABLE pages (id serial PRIMARY KEY, number_of_release text, body text);
CREATE TABLE notes (id serial PRIMARY KEY, colour text, weight integer);
CREATE TABLE seats (id serial PRIMARY KEY, label text);
CREATE TABLE rooms (id serial PRIMARY KEY, floor integer);
CREATE TABLE doors (id serial PRIMARY KEY, lock integer);
