CREATE TABLE t (id serial PRIMARY KEY, a integer NOT NULL DEFAULT 7, b text NOT NULL, c integer DEFAULT 1, d boolean NOT NULL, e jsonb DEFAULT '{"a": [1, 2]}', f text DEFAULT 'it''s');
