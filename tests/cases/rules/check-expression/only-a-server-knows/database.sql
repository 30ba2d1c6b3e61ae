CREATE TABLE t (id serial PRIMARY KEY, a jsonb, q tsquery DEFAULT '''fat'' & ''rat''', n inet DEFAULT '10.0.0.0/8', CONSTRAINT c CHECK (a @? '$.* ? (@.type() <> "string" && (1 == 1))'));
