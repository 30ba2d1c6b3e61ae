CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TABLE t (id serial PRIMARY KEY, m mood);
