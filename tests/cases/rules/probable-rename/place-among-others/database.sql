CREATE TABLE t (id serial PRIMARY KEY, nickname text, tags text[] NOT NULL, note text, kind text, made_on date, phone text);
