CREATE TABLE t (id serial PRIMARY KEY, a text, b varchar(40), d jsonb, e json);
CREATE INDEX i1 ON t USING gin (to_tsvector('english', coalesce(a, '') || ' ' || coalesce(b, '')));
CREATE INDEX i2 ON t (((d ->> 'n')::integer));
CREATE INDEX i3 ON t (lower(b) text_pattern_ops, (e ->> 'x'));
CREATE INDEX i4 ON t (upper(a)) WHERE a LIKE 'a long literal that goes on for more than the sixty-three bytes an identifier may have, it''s quoted too%';
CREATE INDEX i5 ON t (date_trunc('day', timestamp '2024-01-01'), a);
