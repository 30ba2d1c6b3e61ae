CREATE TABLE author (id serial PRIMARY KEY, created_at timestamp, name varchar(50));
CREATE TABLE book (id serial PRIMARY KEY, created_at timestamp, title varchar(50), author_id integer REFERENCES author);
CREATE TABLE book_review (id serial PRIMARY KEY, created_at timestamp, book_id integer REFERENCES book, stars integer NOT NULL);
CREATE TABLE setting (key varchar(20) PRIMARY KEY, value text);
