CREATE TABLE notes_old (id serial PRIMARY KEY, made_on date, body text NOT NULL, author varchar(40), pages int);
CREATE INDEX ix_notes_made_on ON notes_old (made_on);
CREATE INDEX ix_notes_author ON notes_old (author);
CREATE TABLE books (id serial PRIMARY KEY, made_on date);
CREATE INDEX ix_books_made_on ON books (made_on);
CREATE TABLE pens_old (id serial PRIMARY KEY, colour varchar(12), maker text NOT NULL, price numeric, width int);
CREATE INDEX ix_pens_colour ON pens_old (colour);
