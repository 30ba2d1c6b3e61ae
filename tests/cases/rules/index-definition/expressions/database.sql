CREATE TABLE t (id serial PRIMARY KEY, a text, d jsonb);
CREATE INDEX i1 ON t USING gin (to_tsvector('english', a));
CREATE INDEX i2 ON t ((d->>'kind'));
CREATE INDEX i4 ON t USING gin (d jsonb_path_ops);
