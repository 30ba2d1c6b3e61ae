CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE level AS ENUM ('low', 'middle', 'high');
CREATE TABLE people (id serial PRIMARY KEY, mood mood, level level, wish mood);
