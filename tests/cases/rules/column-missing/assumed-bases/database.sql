CREATE TABLE book (id serial PRIMARY KEY, more integer);
CREATE TABLE reader (id serial PRIMARY KEY);
CREATE TABLE shelf (id serial PRIMARY KEY);
